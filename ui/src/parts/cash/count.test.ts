import { expect, test } from 'vitest';
import { countsOf, entriesOf, notesAndCoins, rowMinor, totalMinor } from './count';

const EUR = [20_000, 10_000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5];

test('rows and total are whole minor units; what was not typed is nothing', () => {
  const entries = { 2000: '3', 50: '7', 5: '', 10_000: '0' };
  expect(rowMinor(entries, 2000)).toBe(6000);
  expect(rowMinor(entries, 5)).toBe(0);
  expect(totalMinor(entries, EUR)).toBe(6350);
  expect(countsOf(entries, EUR)).toEqual([
    { unit_minor: 2000, count: 3 },
    { unit_minor: 50, count: 7 },
  ]);
});

test('an empty drawer is a count too, and a count can be taken up again', () => {
  expect(countsOf({}, EUR)).toEqual([]);
  const counts = [{ unit_minor: 500, count: 12 }];
  expect(countsOf(entriesOf(counts), EUR)).toEqual(counts);
});

test.each([
  ['EUR', EUR, 6],
  ['JPY', [1, 5, 10, 50, 100, 500, 1000, 5000, 10_000], 3],
  ['XXX', [1, 5, 10], 2],
])('%s: %j has %d on the left', (currency, units, left) => {
  const [notes, coins] = notesAndCoins(units, currency);
  expect(notes.length).toBe(left);
  expect([...notes, ...coins]).toEqual([...units].sort((a, b) => b - a));
});
