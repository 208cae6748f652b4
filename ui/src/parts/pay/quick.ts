// The amounts people really hand over: the next round sum that notes and coins make, not multiples.
import type { Minor } from '$/api';

/** Two sums closer than this share are one for a hand that looks for a note. */
const NEAR = 1.15;

/**
 * Up to `most` sums above `due_minor`, rising. `notes_minor` are the coins and notes of the currency.
 */
export function quickSums(due_minor: Minor, notes_minor: readonly Minor[], most = 4): Minor[] {
  if (due_minor <= 0) return [];
  const sums = notes_minor
    .map((note) => Math.ceil(due_minor / note) * note)
    .filter((sum) => sum > due_minor);
  const rising = [...new Set(sums)].sort((a, b) => a - b);
  // Of two that are near each other the larger is rounder.
  return rising
    .filter((sum, i) => {
      const above = rising[i + 1];
      return above === undefined || above > sum * NEAR;
    })
    .slice(0, most);
}
