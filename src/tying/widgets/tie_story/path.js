// The way through a story: position 2k asks what step k will do, and 2k + 1 tells what it did.

/** A reader before the next step, where `done` steps are done; nothing is answered yet. */
export const arrived = (done, last) => ({ position: Math.min(2 * done, 2 * last + 1), said: [] });

/** The step that is asked or told, whether it is told, and how many steps are done. */
export const placeOf = ({ position }) => ({
  index: Math.floor(position / 2),
  isTold: position % 2 === 1,
  done: Math.ceil(position / 2),
});

/** Whether the last step is told. */
export const isAtEnd = ({ position }, last) => position === 2 * last + 1;

/** One position back; the first stays. */
export const back = (reader) => ({ ...reader, position: Math.max(0, reader.position - 1) });

/**
 * One position on, and from the end to the start. `said` keeps the position of the answer to a
 * step, or null where it was only shown.
 */
export function forward(reader, last, answer = null) {
  if (isAtEnd(reader, last)) return arrived(0, last);
  const { index, isTold } = placeOf(reader);
  const said = [...reader.said];
  if (!isTold) said[index] = answer;
  return { position: reader.position + 1, said };
}
