import { expect, test } from 'vitest';
import { entryOf, minorOf, pressed, unitPriceOf } from './entry';

const rules = { decimals: 2, digits: 6 };
const typed = (keys: string[]) => keys.reduce((entry, key) => pressed(entry, key, rules), '');

test.each([
  [['5', '0'], '50', 5000],
  [['5', '.', '5'], '5.5', 550],
  [['5', '.', '5', '0', '9'], '5.50', 550],
  [['.', '0', '5'], '0.05', 5],
  [['0', '0', '7'], '7', 700],
  [['00', '4', '00'], '400', 40_000],
  [['1', '.', '.', '2'], '1.2', 120],
  [['1', '2', '3', '4', '5', '6', '7'], '123456', 12_345_600],
  [['9', 'back'], '', null],
  [['9', '9', 'clear'], '', null],
])('%j gives %s', (keys, entry, minor) => {
  expect(typed(keys)).toBe(entry);
  expect(minorOf(entry, 2)).toBe(minor);
});

test('a currency without decimals has no point', () => {
  expect(pressed('5', '.', { decimals: 0, digits: 8 })).toBe('5');
  expect(minorOf('500', 0)).toBe(500);
  expect(minorOf('5.5', 0)).toBeNull();
});

test('unit prices are finer than money', () => {
  expect(unitPriceOf('2.35')).toBe(23_500);
  expect(unitPriceOf('0.0125')).toBe(125);
});

test('an amount can be edited', () => {
  expect(entryOf(4700, 2)).toBe('47');
  expect(entryOf(4750, 2)).toBe('47.50');
  expect(entryOf(5, 2)).toBe('0.05');
  expect(entryOf(120, 0)).toBe('120');
});
