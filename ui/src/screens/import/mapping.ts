// Which column of the file is which field of a product.
// Owns the choice on screen and what makes it complete. Never reads the file: the backend does.
import type { ImportMapping, ImportProblem } from '$/api';

/** The fields in the order they are offered. */
export const fields = [
  'barcode',
  'name',
  'name_zh',
  'price',
  'category',
  'tax_class',
  'unit',
  'stock',
] as const;
export type Field = (typeof fields)[number];

/** The field a column is mapped to, or null. */
export function fieldOf(mapping: ImportMapping, column: number): Field | null {
  return fields.find((field) => mapping[field] === column) ?? null;
}

/** `name` may not be null in the contract; −1 is "no column yet" until one is chosen. */
export const NO_COLUMN = -1;

/**
 * The mapping after `column` becomes `field` (null: none). A column is one field and a field is
 * one column, so whoever held either loses it.
 */
export function assign(mapping: ImportMapping, column: number, field: Field | null): ImportMapping {
  const next: ImportMapping = { ...mapping };
  const held = fieldOf(next, column);
  if (held) clear(next, held);
  if (field) next[field] = column;
  return next;
}

function clear(mapping: ImportMapping, field: Field): void {
  if (field === 'name') mapping.name = NO_COLUMN;
  else mapping[field] = null;
}

/** What is missing before the file can be checked. */
export function missing(mapping: ImportMapping): Field[] {
  return mapping.name === NO_COLUMN ? ['name'] : [];
}

/** The name shown for a column: its heading, or its letter as in a spreadsheet. */
export function columnName(columns: string[], hasHeader: boolean, column: number): string {
  const heading = hasHeader ? columns[column]?.trim() : '';
  return heading || columnLetter(column);
}

/** 0 → A, 25 → Z, 26 → AA. */
export function columnLetter(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : columnLetter(Math.floor(column / 26) - 1) + last;
}

export interface ProblemFilter {
  text: string;
  reason: string | null;
  refusedOnly: boolean;
}

/** The problems that pass the filter; text looks at value, field and line number. */
export function filterProblems(problems: ImportProblem[], filter: ProblemFilter): ImportProblem[] {
  const text = filter.text.trim().toLowerCase();
  return problems.filter(
    (p) =>
      (!filter.refusedOnly || p.refused) &&
      (!filter.reason || p.reason === filter.reason) &&
      (!text ||
        p.value.toLowerCase().includes(text) ||
        p.field.toLowerCase().includes(text) ||
        String(p.line) === text),
  );
}

/** The reasons in the list with their counts, the most frequent first. */
export function reasonCounts(problems: ImportProblem[]): { reason: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const p of problems) counts.set(p.reason, (counts.get(p.reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .sort((a, b) => b.count - a.count);
}

/** A cell of a CSV file, safe against being read as a formula by a spreadsheet. */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The problem list as CSV (RFC 4180, CRLF), with the reason put into words by the caller. */
export function problemsCsv(
  head: string[],
  problems: ImportProblem[],
  words: (p: ImportProblem) => { field: string; reason: string; outcome: string },
): string {
  const rows = problems.map((p) => {
    const said = words(p);
    return [String(p.line), said.field, said.reason, p.value, said.outcome];
  });
  return [head, ...rows].map((row) => row.map(csvCell).join(',') + '\r\n').join('');
}
