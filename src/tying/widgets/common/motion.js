// Whether things may move by themselves.

/** Whether the reader asks for less motion, now. */
export const reducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
