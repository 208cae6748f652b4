// The amounts people really hand over: the next round sum that notes and coins make, not multiples.
import type { Minor } from '$/api';

/** Sums closer than this share are one for a hand that looks for a note. */
const NEAR = 1.15;
/** A sum more than so many times what is due is not offered while there are others. */
const FAR = 4;

/**
 * Up to `most` sums above `due_minor`, rising. `notes_minor` are the coins and notes of the currency.
 * Of sums near each other the roundest stands for all: for 24.25 it is 25, not 24.50 or 26.
 */
export function quickSums(due_minor: Minor, notes_minor: readonly Minor[], most = 3): Minor[] {
  if (due_minor <= 0) return [];
  const roundness = (sum: Minor) => Math.max(...notes_minor.filter((note) => sum % note === 0));
  const sums = notes_minor
    .map((note) => Math.ceil(due_minor / note) * note)
    .filter((sum) => sum > due_minor);
  const rising = [...new Set(sums)].sort((a, b) => a - b);
  const chosen: Minor[] = [];
  let group: Minor[] = [];
  const settle = () => {
    const roundest = group.toSorted((a, b) => roundness(b) - roundness(a))[0];
    if (roundest !== undefined) chosen.push(roundest);
  };
  for (const sum of rising) {
    if (group[0] !== undefined && sum > group[0] * NEAR) {
      settle();
      group = [];
    }
    group.push(sum);
  }
  settle();
  // Of many the nearest and the roundest stay, within what is still a sensible note for it.
  const within = chosen.filter((sum) => sum <= due_minor * FAR);
  if (within.length <= most) return chosen.slice(0, most);
  const [nearest, ...others] = within as [Minor, ...Minor[]];
  const rounder = others.toSorted((a, b) => roundness(b) - roundness(a)).slice(0, most - 1);
  return [nearest, ...rounder].sort((a, b) => a - b);
}
