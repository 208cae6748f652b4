// Two readings of a terminal's last receipt side by side: what it said before the order went out,
// and what it says now. Pure; it judges nothing, the backend has.
import type { CannotTell, ReceiptReading } from '$/api';
import { deviceTime, money } from '$/i18n/format.svelte';

export const READING_KEYS = [
  'receipt',
  'trace',
  'turnover',
  'amount',
  'result',
  'time',
  'terminal',
] as const;
export type ReadingKey = (typeof READING_KEYS)[number];

export interface ReadingRow {
  key: ReadingKey;
  before: ReadingValue | null;
  now: ReadingValue | null;
  /** Said at both times, and not the same. */
  differs: boolean;
}
/** A figure as it stands on paper, or the key of its word. */
export type ReadingValue = { text: string } | { key: string };

const digits = (figure: number | null, width: number): ReadingValue | null =>
  figure === null ? null : { text: String(figure).padStart(width, '0') };

function valueOf(reading: ReceiptReading | null, key: ReadingKey): ReadingValue | null {
  if (reading === null) return null;
  switch (key) {
    case 'receipt':
      return digits(reading.receipt_no, 4);
    case 'trace':
      return digits(reading.trace, 6);
    case 'turnover':
      return digits(reading.turnover_no, 6);
    case 'amount':
      return reading.amount_minor === null ? null : { text: money(reading.amount_minor) };
    case 'result':
      if (reading.receipt_no === null) return null;
      return { key: reading.approved ? 'doubts-reading-approved' : 'doubts-reading-refused' };
    case 'time':
      return reading.time === null ? null : { text: deviceTime(reading.date, reading.time) };
    case 'terminal':
      return reading.terminal_number === null ? null : { text: reading.terminal_number };
  }
}

const same = (a: ReadingValue, b: ReadingValue) => JSON.stringify(a) === JSON.stringify(b);

/** One row a figure; what neither reading told is left out. */
export function compare(
  baseline: ReceiptReading | null,
  seen: ReceiptReading | null,
): ReadingRow[] {
  return READING_KEYS.map((key) => {
    const before = valueOf(baseline, key);
    const now = valueOf(seen, key);
    const differs = before !== null && now !== null && !same(before, now);
    return { key, before, now, differs };
  }).filter((row) => row.before !== null || row.now !== null);
}

/** What the two readings come to, as the key of a sentence. */
export function finding(of: {
  baseline: ReceiptReading | null;
  seen: ReceiptReading | null;
  cannot_tell: CannotTell | null;
}): string {
  if (of.cannot_tell !== null) return `doubts-cannot-${of.cannot_tell.replaceAll('_', '-')}`;
  if (of.baseline === null) return 'doubts-cannot-no-baseline';
  if (of.seen === null) return 'doubts-finding-none';
  const moved = compare(of.baseline, of.seen).some(
    (row) => row.differs || (row.before === null && row.key === 'receipt'),
  );
  return moved ? 'doubts-finding-new' : 'doubts-finding-same';
}
