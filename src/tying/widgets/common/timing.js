// Calls that wait for a pause.

/** A function that runs `act` once it has not been called for a while, with the last arguments. */
export function whenQuiet(act, signal, pause = 300) {
  let timer = 0;
  signal?.addEventListener("abort", () => clearTimeout(timer));
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...values), pause);
  };
}
