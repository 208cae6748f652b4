// A day beside the same weekday a week before. While the day is running, only full hours count on
// both sides, so that half a day is never held against a whole one. Pure.
import type { DayReport, Minor } from '$/api';

export interface Change {
  /** Relative change, 0.084 is "8.4 % more"; shown only, never used for money. */
  part: number;
  /** Absolute change, in minor units or in pieces. */
  by: number;
}

export interface Comparison {
  /** The hour (local, 0–23) up to which both days are counted; null: whole days. */
  until: number | null;
  net: Change | null;
  count: Change | null;
  average: Change | null;
}

interface Sum {
  net: Minor;
  count: number;
}

export const FIRST_HOUR = 4;

const change = (now: number, before: number): Change | null =>
  before > 0 ? { part: (now - before) / before, by: now - before } : null;

function compared(now: Sum, before: Sum, until: number | null): Comparison {
  const average = (s: Sum) => (s.count > 0 ? Math.round(s.net / s.count) : 0);
  return {
    until,
    net: change(now.net, before.net),
    count: change(now.count, before.count),
    average: now.count > 0 ? change(average(now), average(before)) : null,
  };
}

function upTo(hours: DayReport['by_hour'], until: number, firstHour: number): Sum {
  const place = (hour: number) => (hour - firstHour + 24) % 24;
  const full = hours.filter((h) => place(h.hour) < place(until));
  return {
    net: full.reduce((sum, h) => sum + h.net_minor, 0),
    count: full.reduce((sum, h) => sum + h.count, 0),
  };
}

/** `hourNow` is the running hour of a day that is not over, else null. */
export function compare(
  report: DayReport,
  hourNow: number | null,
  firstHour = FIRST_HOUR,
): Comparison | null {
  if (report.last_week_net_minor === null) return null;
  if (hourNow !== null) {
    const before = upTo(report.last_week_by_hour, hourNow, firstHour);
    return compared(upTo(report.by_hour, hourNow, firstHour), before, hourNow);
  }
  const now = { net: report.net_minor, count: report.sale_count };
  const before = { net: report.last_week_net_minor, count: report.last_week_count ?? 0 };
  return compared(now, before, null);
}

/** The day `by` days later: ("2026-03-01", −1) is "2026-02-28". */
export function dayPlus(day: string, by: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + by);
  return at.toISOString().slice(0, 10);
}

/** The parts of a whole in 0–1; none of a whole that is zero or below. */
export const partOf = (amount: Minor, whole: Minor): number | null =>
  whole > 0 ? amount / whole : null;
