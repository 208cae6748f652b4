import { describe, expect, it } from 'vitest';
import type { DayReport } from '$/api';
import { compare, dayPlus, partOf } from './compare';

const h = (hour: number, net_minor: number, count: number) => ({ hour, net_minor, count });
const report = (change: Partial<DayReport>) =>
  ({
    net_minor: 300,
    sale_count: 3,
    by_hour: [h(9, 100, 1), h(10, 100, 1), h(11, 100, 1)],
    last_week_by_hour: [h(9, 50, 1), h(10, 50, 1), h(11, 900, 4)],
    last_week_net_minor: 1000,
    last_week_count: 6,
    ...change,
  }) as DayReport;

describe('a day beside last week', () => {
  it('compares whole days once it is over', () => {
    const c = compare(report({}), null)!;
    expect(c.until).toBeNull();
    expect(c.net).toEqual({ part: -0.7, by: -700 });
    expect(c.count!.by).toBe(-3);
  });
  it('compares full hours only while it runs', () => {
    const c = compare(report({}), 11)!;
    expect(c.until).toBe(11);
    expect(c.net).toEqual({ part: 1, by: 100 });
    expect(c.average).toEqual({ part: 1, by: 50 });
  });
  it('counts the hours after midnight to the evening before', () => {
    const late = report({
      by_hour: [h(23, 10, 1), h(0, 10, 1)],
      last_week_by_hour: [h(23, 5, 1), h(0, 5, 1)],
    });
    expect(compare(late, 1)!.net!.by).toBe(10);
  });
  it('says nothing without something to compare with', () => {
    expect(compare(report({ last_week_net_minor: null }), null)).toBeNull();
    expect(compare(report({}), 9)!.net).toBeNull();
  });
});

it('counts days over months and years', () => {
  expect(dayPlus('2026-03-01', -1)).toBe('2026-02-28');
  expect(dayPlus('2026-12-31', 1)).toBe('2027-01-01');
});

it('has no share of nothing', () => {
  expect(partOf(5, 0)).toBeNull();
  expect(partOf(25, 100)).toBe(0.25);
});
