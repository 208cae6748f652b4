// What may still be brought back of a completed sale, line by line.
// Owns the choice of lines and quantities. Never decides the money: the backend does, and its
// answer is what is paid back; `aboutMinor` is a preview and is shown as one.
import type { Dec, LineView, Minor, SaleView } from '$/api';

/** Quantities are compared as whole millionths, never as floats. */
const SCALE_DIGITS = 6;
const ONE = 1_000_000n;

/** "0.642" → 642000n; null when the text is no plain decimal number. A comma is read as a point. */
export function parseQuantity(text: string): bigint | null {
  const found = /^(\d{0,9})(?:[.,](\d{0,6}))?$/.exec(text.trim());
  if (!found || (!found[1] && !found[2])) return null;
  return BigInt(found[1] || '0') * ONE + BigInt((found[2] ?? '').padEnd(SCALE_DIGITS, '0'));
}

/** 642000n → "0.642", the shortest way to write it. */
export function writeQuantity(millionths: bigint): Dec {
  const whole = millionths / ONE;
  const rest = (millionths % ONE).toString().padStart(SCALE_DIGITS, '0').replace(/0+$/, '');
  return rest ? `${whole}.${rest}` : `${whole}`;
}

/** One line of the original sale and how much of it comes back. */
export interface ReturnLine {
  line: LineView;
  /** Still returnable: bought less what came back before. */
  left: Dec;
  /** The text in the field; empty means none of it. */
  chosen: string;
  /** It does not go back on the shelf. */
  written_off: boolean;
}

export type LineFault = 'not_a_number' | 'more_than_left' | 'whole_only';

/** The lines that can come back; voided ones were never sold. */
export function returnable(sale: SaleView): ReturnLine[] {
  return sale.lines
    .filter((line) => !line.voided)
    .map((line) => ({ line, left: leftOf(line), chosen: '', written_off: false }));
}

function leftOf(line: LineView): Dec {
  const bought = parseQuantity(line.quantity) ?? 0n;
  const back = parseQuantity(line.returned) ?? 0n;
  return writeQuantity(bought > back ? bought - back : 0n);
}

/** What is wrong with the chosen quantity, or null. */
export function faultOf(row: ReturnLine): LineFault | null {
  if (row.chosen.trim() === '') return null;
  const quantity = parseQuantity(row.chosen);
  if (quantity === null) return 'not_a_number';
  if (quantity > (parseQuantity(row.left) ?? 0n)) return 'more_than_left';
  if (row.line.unit === 'each' && quantity % ONE !== 0n && isWhole(row.left)) return 'whole_only';
  return null;
}

function isWhole(quantity: Dec): boolean {
  return (parseQuantity(quantity) ?? 0n) % ONE === 0n;
}

/** One more or one less, held between none and what is left. Weighed goods come back whole. */
export function step(row: ReturnLine, by: 1 | -1): string {
  const left = parseQuantity(row.left) ?? 0n;
  const now = parseQuantity(row.chosen) ?? 0n;
  const size = row.line.unit === 'kg' || !isWhole(row.left) ? left : ONE;
  const next = by > 0 ? now + size : now - size;
  const held = next < 0n ? 0n : next > left ? left : next;
  return held === 0n ? '' : writeQuantity(held);
}

/** A line as `return_start` takes it. */
type Wanted = { line_no: number; quantity: Dec; written_off: boolean };

/** The lines as `return_start` takes them; only those with a quantity above zero. */
export function chosenLines(rows: ReturnLine[]): Wanted[] {
  return rows.flatMap((row) => {
    const quantity = parseQuantity(row.chosen);
    if (!quantity || faultOf(row)) return [];
    const { written_off } = row;
    return [{ line_no: row.line.line_no, quantity: writeQuantity(quantity), written_off }];
  });
}

/** The row that a scanned product means: the first of its lines with something left to choose. */
export function rowOf(rows: ReturnLine[], product_id: number): ReturnLine | null {
  const same = rows.filter((row) => row.line.product_id === product_id);
  return same.find((row) => row.chosen !== row.left && row.left !== '0') ?? same[0] ?? null;
}

/** May the return go on: at least one line chosen, none with a fault. */
export function canStart(rows: ReturnLine[]): boolean {
  return rows.every((row) => faultOf(row) === null) && chosenLines(rows).length > 0;
}

/** The line's share of what was paid, in proportion to the quantity. A preview, half up. */
export function aboutMinor(row: ReturnLine, taxOnTop: bigint): Minor {
  const quantity = parseQuantity(row.chosen);
  const bought = parseQuantity(row.line.quantity);
  if (!quantity || !bought || faultOf(row)) return 0;
  const paid = BigInt(row.line.amount_minor - row.line.document_discount_minor);
  const gross = paid * (ONE + taxOnTop);
  return Number((2n * gross * quantity + bought * ONE) / (2n * bought * ONE));
}

/** The tax that comes on top of a line, in millionths: none when prices include it. */
export function taxOnTop(sale: SaleView, line: LineView): bigint {
  if (sale.prices_include_tax) return 0n;
  const tax = sale.taxes.find((t) => t.tax_class_id === line.tax_class_id);
  return tax ? (parseQuantity(tax.rate_percent) ?? 0n) / 100n : 0n;
}

/** What will be paid back, about; the exact sum is the backend's. */
export function aboutTotalMinor(sale: SaleView, rows: ReturnLine[]): Minor {
  return rows.reduce((sum, row) => sum + aboutMinor(row, taxOnTop(sale, row.line)), 0);
}
