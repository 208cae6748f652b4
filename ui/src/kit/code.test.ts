import { expect, test } from 'vitest';
import { codeDigits, isRecoveryWhole, recoveryGroups } from './code';

test.each([
  ['123 456', '123456'],
  ['１２３４５６', '123456'],
  ['code: 28-70-82 now 9', '287082'],
  ['', ''],
])('%j is the code %j', (text, code) => expect(codeDigits(text)).toBe(code));

test.each([
  ['abcd efgh', 'ABCD-EFGH', false],
  ['abcd-efgh-2345-67ab', 'ABCD-EFGH-2345-67AB', true],
  ['ABCDEFGH234567ABXXXX', 'ABCD-EFGH-2345-67AB', true],
])('%j is the recovery code %j', (text, groups, whole) => {
  expect(recoveryGroups(text)).toBe(groups);
  expect(isRecoveryWhole(groups)).toBe(whole);
});
