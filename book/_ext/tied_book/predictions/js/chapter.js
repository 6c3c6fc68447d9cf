// The predictions of a chapter.
import { watchOpenings } from "./openings.js";
import { CHANGED, Prediction } from "./prediction.js";
import { forgetThese, summaryOf } from "./summary.js";

const boxes = [...document.querySelectorAll(".prediction")];
const predictions = boxes.map((box) => new Prediction(box));
for (const prediction of predictions) prediction.start();
watchOpenings(predictions);
const place = document.querySelector(".your-predictions");
if (place) {
  const update = summaryOf(place, predictions, () => {
    forgetThese(predictions);
    document.dispatchEvent(new Event(CHANGED));
    place.querySelector("a")?.focus({ preventScroll: true });
  });
  document.addEventListener(CHANGED, update);
}
