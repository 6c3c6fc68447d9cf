// What came out, in words.

import { format } from "../common/format.js";
import { fill } from "../common/words.js";
import { differing, pooled } from "./responses.js";

const PRECISE = 1e-9;

/** A number with three digits behind the point; a rounding error is 0. */
export const brief = (value) => format(Math.abs(value) < PRECISE ? 0 : +value.toFixed(3));

/** The place in the middle of a map, where no edge is near. */
export const middle = (map) => [map.length >> 1, map[0].length >> 1];

/** The numbers of a map: its value at the marked place, its largest value, its average. */
export function numbersOf(map) {
  const [i, j] = middle(map);
  return { place: map[i][j], ...pooled(map) };
}

/** Before and now, by name. */
export function beforeAndNow(ways) {
  const [before, now] = [numbersOf(ways.response), numbersOf(ways.shifted_first)];
  return Object.keys(now).map((name) => [name, before[name], now[name]]);
}

/** "stays 2.5", or "2.5 → 1". */
export function change(t, before, now) {
  const same = Math.abs(before - now) < PRECISE;
  return fill(same ? t.stays : t.moves, { before: brief(before), now: brief(now) });
}

/** A map for those who do not see it: its places, and between which values it lies. */
export function mapInWords(t, title, map) {
  const values = map.flat();
  const [least, most] = [Math.min(...values), Math.max(...values)].map(brief);
  return fill(t.mapLabel, { title, rows: map.length, columns: map[0].length, least, most });
}

/** The sentence of a picture of the two ways. */
export function waysInWords(t, { rows, columns }, ways) {
  const n = differing(ways);
  const all = ways.response.flat().length;
  const shift = fill(t.shift, { rows, columns });
  return fill(n ? t.differ : t.agree, { shift, n, all, error: ways.relative_error.toFixed(2) });
}

/** The sentence of a picture of pooled responses. */
export function pooledInWords(t, { rows, columns }, ways) {
  const parts = beforeAndNow(ways).map(([name, before, now]) => [
    name,
    `${t.spoken[name]} ${change(t, before, now)}`,
  ]);
  return fill(t.told, { shift: fill(t.shift, { rows, columns }), ...Object.fromEntries(parts) });
}
