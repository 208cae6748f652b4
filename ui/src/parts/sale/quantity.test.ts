import { expect, test } from 'vitest';
import { addUnits, quantityOf } from './quantity';

test.each([
  ['1', 1, '2'],
  ['2', -1, '1'],
  ['1', -1, null],
  ['0.642', 1, '1.642'],
  ['1.500', -1, '0.5'],
  ['99999', 1, '100000'],
])('%s and %d is %s', (value, by, next) => {
  expect(addUnits(value, by)).toBe(next);
});

test.each([
  ['3', '3'],
  ['0.5', '0.5'],
  ['2.', '2'],
  ['0', null],
  ['', null],
  ['0.000', null],
])('entry %s is %s', (entry, quantity) => {
  expect(quantityOf(entry)).toBe(quantity);
});
