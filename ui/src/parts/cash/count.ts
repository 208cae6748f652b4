// Counting a drawer: what was typed for each coin and note, what it comes to. Pure.
import type { CashCount, Minor } from '$/api';

/** The entries of the pad by the worth of one: { 2000: "3" }. */
export type CountEntries = Readonly<Record<number, string>>;

const countOf = (entries: CountEntries, unit_minor: Minor): number =>
  Number(entries[unit_minor] ?? '') || 0;

/** What one row comes to. */
export function rowMinor(entries: CountEntries, unit_minor: Minor): Minor {
  return countOf(entries, unit_minor) * unit_minor;
}

export function totalMinor(entries: CountEntries, units: readonly Minor[]): Minor {
  return units.reduce((sum, unit) => sum + rowMinor(entries, unit), 0);
}

/** What goes to the backend: only what is there. */
export function countsOf(entries: CountEntries, units: readonly Minor[]): CashCount[] {
  return units
    .map((unit_minor) => ({ unit_minor, count: countOf(entries, unit_minor) }))
    .filter((each) => each.count > 0);
}

/** The entries of a count that is there already, to count again from. */
export function entriesOf(counts: readonly CashCount[]): CountEntries {
  return Object.fromEntries(counts.map((each) => [each.unit_minor, String(each.count)]));
}

/** The smallest note of each currency, in minor units; below it are coins. */
const SMALLEST_NOTE: Readonly<Record<string, Minor>> = {
  EUR: 500,
  GBP: 500,
  USD: 100,
  CNY: 100,
  CHF: 1000,
  JPY: 1000,
  SEK: 2000,
  DKK: 5000,
  NOK: 5000,
  PLN: 1000,
  CZK: 10_000,
  HKD: 1000,
};

/** Notes and coins apart, each descending; one list where the currency is not known here. */
export function notesAndCoins(units: readonly Minor[], currency: string): [Minor[], Minor[]] {
  const sorted = [...units].sort((a, b) => b - a);
  const least = SMALLEST_NOTE[currency];
  if (least === undefined) {
    const half = Math.ceil(sorted.length / 2);
    return [sorted.slice(0, half), sorted.slice(half)];
  }
  return [sorted.filter((unit) => unit >= least), sorted.filter((unit) => unit < least)];
}
