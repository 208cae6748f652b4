import { expect, test } from 'vitest';
import { addDays, addMonths, monthDays } from './month';

test('days run over months, years and leap days', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
});

test('a month later keeps to the shorter month', () => {
  expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
  expect(addMonths('2026-03-15', -12)).toBe('2025-03-15');
});

test('a sheet begins on a Monday and holds the month', () => {
  const days = monthDays('2026-11-22');
  expect([days[0], days.length]).toEqual(['2026-10-26', 42]);
  expect(days).toContain('2026-11-30');
});
