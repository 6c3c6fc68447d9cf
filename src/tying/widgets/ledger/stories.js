// What the next step of the optimiser shows, in sentences.

import { format } from "../common/format.js";
import { fill } from "../common/words.js";
import { equals, labelOf, objectsBeside, slotsOf, stepOf } from "./labels.js";
import { timesText } from "./sentences.js";

const usesOf = (scene, object) =>
  slotsOf(scene, object).reduce((sum, j) => sum + scene.step[j].targets.length, 0);

/** "−2.7 + 5.3": numbers added in order. */
function sumText(numbers) {
  const [first, ...rest] = numbers;
  const term = (number) => {
    const sign = format(number).startsWith("−") ? "−" : "+";
    return `${sign} ${format(Math.abs(number))}`;
  };
  return [format(first), ...rest.map(term)].join(" ");
}

/** "−2.7 + 5.3 = 2.6": what every use of these objects adds to the gradient, in order. */
export function gradientText(scene, objects) {
  const pulls = objects
    .flatMap((i) => slotsOf(scene, i))
    .flatMap((j) => scene.step[j].targets.map((target) => scene.step[j].value - target));
  const total = format(objects.reduce((sum, i) => sum + stepOf(scene, i).gradient, 0));
  return pulls.length > 1 ? `${sumText(pulls)} = ${total}` : total;
}

/** An object that serves several slots, or several calls; or none. */
function tieStory(t, scene, i) {
  const slots = slotsOf(scene, i).map((j) => scene.slots[j]);
  const names = (list) => list.map(({ name }) => name).join(t.and);
  const [o, sum, uses] = [labelOf(scene, i), gradientText(scene, [i]), usesOf(scene, i)];
  if (slots.length > 1) {
    const tie = fill(t.stories.tie, { o, sum, list: names(slots) });
    const derived = slots.filter((slot) => slot.derived);
    if (!derived.length) return [tie];
    return [`${tie} ${fill(t.stories.turned, { list: names(derived) })}`];
  }
  return uses > 1 ? [fill(t.stories.calls, { o, sum, times: timesText(t, uses) })] : [];
}

function aliasKind(scene, objects, optimizer) {
  if (optimizer === "sgd") return "sgd";
  const signs = new Set(objects.map((i) => Math.sign(stepOf(scene, i).gradient)));
  return signs.size > 1 ? "apart" : "together";
}

/** Several objects over one storage, as the story of the first of them; or none. */
function aliasStory(t, scene, i, optimizer) {
  const objects = objectsBeside(scene, i);
  if (objects.length < 2 || objects[0] !== i) return [];
  const { value, next } = stepOf(scene, i);
  const values = {
    list: objects.map((j) => labelOf(scene, j)).join(t.and),
    x: format(value),
    y: format(next),
    sum: gradientText(scene, objects),
  };
  return [fill(t.stories[aliasKind(scene, objects, optimizer)], values)];
}

/** Two objects that are equal and share nothing; or none, where `a` is −1. */
function copyStory(t, scene, a, b) {
  if (a < 0) return [];
  const [one, two] = [stepOf(scene, a), stepOf(scene, b)];
  const staysEqual = format(one.next) === format(two.next);
  const values = {
    a: labelOf(scene, a),
    b: labelOf(scene, b),
    x: format(one.value),
    y: format(one.next),
    z: format(two.next),
    g: format(one.gradient),
    h: format(two.gradient),
  };
  return [fill(staysEqual ? t.stories.parallel : t.stories.drift, values)];
}

/** The stories of the next step, one for each group that shares or looks as if it did. */
export function storiesOf(t, scene, optimizer) {
  const stories = [
    ...scene.objects.flatMap((_, i) => tieStory(t, scene, i)),
    ...scene.objects.flatMap((_, i) => aliasStory(t, scene, i, optimizer)),
    ...equals(scene).flatMap((earlier, i) => copyStory(t, scene, earlier, i)),
  ];
  return stories.length ? stories : [t.stories.alone];
}
