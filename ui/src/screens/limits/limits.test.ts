import { expect, test } from 'vitest';
import type { LimitCell, LimitTable } from '$/api';
import { draftOf, faultOf, ruleOf, sameRule, wholeTable, type DraftCell } from './limits';

const cell = (rule: LimitCell['rule']): LimitCell => ({
  role: 'cashier',
  act: 'cash_pay_out',
  rule,
});
const draft = (kind: DraftCell['kind'], text = ''): DraftCell => ({
  role: 'cashier',
  act: 'cash_pay_out',
  kind,
  text,
});

test.each([
  [{ kind: 'allow' }, 'amount'],
  [{ kind: 'approval' }, 'amount'],
  [{ kind: 'deny' }, 'whole'],
  [{ kind: 'share', percent: '12.5' }, 'share'],
  [{ kind: 'amount', amount_minor: 5000 }, 'amount'],
] as const)('%j comes back as it was', (rule, measure) => {
  expect(ruleOf(draftOf(cell(rule), 2), measure, 2)).toEqual(rule);
});

test.each([
  ['limit', '', 'amount', 'needed'],
  ['limit', '12,50', 'amount', null],
  ['limit', '12.505', 'amount', 'amount'],
  ['limit', '-3', 'amount', 'amount'],
  ['limit', 'ten', 'share', 'share'],
  ['limit', '100', 'share', null],
  ['limit', '100.1', 'share', 'share'],
  ['limit', '7.1234', 'share', 'share'],
  ['deny', 'ten', 'share', null],
] as const)('%s "%s" by %s: %s', (kind, text, measure, fault) => {
  expect(faultOf(draft(kind, text), measure, 2)).toBe(fault);
});

test('the same share in other digits is no change', () => {
  expect(sameRule({ kind: 'share', percent: '10' }, { kind: 'share', percent: '10.000' })).toBe(
    true,
  );
  expect(sameRule({ kind: 'approval' }, { kind: 'deny' })).toBe(false);
});

test('what the shop has not set is as usual', () => {
  const table: LimitTable = {
    acts: [
      {
        act: 'no_sale',
        measured_by: 'whole',
        usual: [
          { role: 'cashier', act: 'no_sale', rule: { kind: 'approval' } },
          { role: 'supervisor', act: 'no_sale', rule: { kind: 'allow' } },
        ],
      },
    ],
    cells: [{ role: 'cashier', act: 'no_sale', rule: { kind: 'deny' } }],
  };
  const rules = wholeTable(table, ['cashier', 'supervisor']).map((each) => each.rule.kind);
  expect(rules).toEqual(['deny', 'allow']);
});
