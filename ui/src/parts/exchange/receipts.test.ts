import { expect, it } from 'vitest';
import { receiptNumber, wayTo } from './receipts';

it.each([
  ['2-0417', '2-0417'],
  [' 12-100000 ', '12-100000'],
  ['4006381333931', null],
  ['LOT-4471', null],
  ['2-041', null],
  ['0201-22-4417', null],
])('the code %j is the receipt %j', (code, number) => {
  expect(receiptNumber(code)).toBe(number);
});

it.each([
  ['sale', 'completed', '/sales/s/return'],
  ['sale', 'suspended', '/sales/s'],
  ['return', 'completed', '/sales/s'],
] as const)('a %s that is %s is at %s', (kind, state, way) => {
  expect(wayTo({ sale_id: 's', kind, state })).toBe(way);
});
