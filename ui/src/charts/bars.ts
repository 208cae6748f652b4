// The geometry of a bar chart: ticks, bar places and heights. Pure numbers, no drawing.
// Amounts are minor units; heights are in the chart's own units.

/** Round steps (1, 2 or 5 times a power of ten) from 0 to at least `max`: at most five of them. */
export function ticks(max: number): number[] {
  if (max <= 0) return [0];
  const base = 10 ** Math.floor(Math.log10(max / 4));
  const step = [1, 2, 5, 10].map((n) => n * base).find((n) => max / n <= 4) ?? max;
  return Array.from({ length: Math.ceil(max / step) + 1 }, (_, i) => i * step);
}

export interface Hour {
  hour: number;
  net_minor: number;
  count: number;
}

export interface HourBar {
  hour: number;
  now: Hour;
  before: Hour | null;
}

const none = (hour: number): Hour => ({ hour, net_minor: 0, count: 0 });

/**
 * One bar for each hour from the first with trade to the last, today's and last week's together.
 * Hours before `firstHour` belong to the night after (business day).
 */
export function hourBars(today: Hour[], lastWeek: Hour[], firstHour: number): HourBar[] {
  const place = (hour: number) => (hour - firstHour + 24) % 24;
  const traded = (h: Hour) => h.count > 0 || h.net_minor !== 0;
  const places = [...today, ...lastWeek].filter(traded).map((h) => place(h.hour));
  if (places.length === 0) return [];
  const from = Math.min(...places);
  const to = Math.max(...places);
  return Array.from({ length: to - from + 1 }, (_, i) => {
    const hour = (from + i + firstHour) % 24;
    return {
      hour,
      now: today.find((h) => h.hour === hour) ?? none(hour),
      before: lastWeek.find((h) => h.hour === hour) ?? null,
    };
  });
}
