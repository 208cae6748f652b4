import { expect, test } from 'vitest';
import { quickSums } from './quick';

const EUR = [5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000];
const CNY = [100, 500, 1000, 2000, 5000, 10_000];
const JPY = [1, 5, 10, 50, 100, 500, 1000, 5000, 10_000];

test.each([
  [4792, EUR, [5000, 6000, 10_000]],
  [2425, EUR, [2500, 4000, 5000]],
  [225, EUR, [250, 400, 500]],
  [549, EUR, [600, 1000, 2000]],
  [320, EUR, [400, 500, 1000]],
  [1825, EUR, [2000, 5000, 10_000]],
  [2000, EUR, [5000, 10_000, 20_000]],
  [36_419, CNY, [40_000]],
  [1980, JPY, [2000, 5000, 10_000]],
  [0, EUR, []],
  [-500, EUR, []],
])('%d offers %j', (due, notes, sums) => {
  expect(quickSums(due, notes)).toEqual(sums);
});

test('every sum pays and they rise', () => {
  for (let due = 1; due < 30_000; due += 37) {
    const sums = quickSums(due, EUR);
    expect(sums.every((sum) => sum > due)).toBe(true);
    expect(sums).toEqual([...sums].sort((a, b) => a - b));
  }
});
