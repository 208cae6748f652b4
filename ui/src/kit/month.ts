// Days as text ("2026-11-22") and the sheet of a month. Days have no zone and no clock.

export type Day = string;

const utc = (day: Day): Date => new Date(`${day}T00:00:00Z`);
const textOf = (date: Date): Day => date.toISOString().slice(0, 10);

export function addDays(day: Day, days: number): Day {
  const date = utc(day);
  date.setUTCDate(date.getUTCDate() + days);
  return textOf(date);
}

/** The same date some months on, or that month's last day when it is shorter. */
export function addMonths(day: Day, months: number): Day {
  const date = utc(day);
  const target = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0));
  target.setUTCDate(Math.min(date.getUTCDate(), target.getUTCDate()));
  return textOf(target);
}

/** Six weeks from Monday that hold the month of `day`. */
export function monthDays(day: Day): Day[] {
  const first = `${day.slice(0, 8)}01`;
  const monday = addDays(first, -((utc(first).getUTCDay() + 6) % 7));
  return Array.from({ length: 42 }, (_, i) => addDays(monday, i));
}
