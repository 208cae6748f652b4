// The table of limits while it is being changed: what each cell says, whether it may stand, and what
// differs from the saved and from the usual table. Pure; the backend checks again.
import type {
  LimitAct,
  LimitCell,
  LimitMeasure,
  LimitRule,
  LimitTable,
  Permission,
  Role,
} from '$/api';
import { entryOf, minorOf } from '$/kit/entry';

/** How a cell is chosen: "limit" stands for a share or an amount. */
export type RuleKind = 'allow' | 'limit' | 'approval' | 'deny';

/** A cell as it is typed. */
export interface DraftCell {
  role: Role;
  act: Permission;
  kind: RuleKind;
  /** "10", "50.00"; kept while the kind is another, so that a change of mind loses nothing. */
  text: string;
}

export type LimitFault = 'needed' | 'share' | 'amount';

export const cellKey = (cell: { role: Role; act: Permission }): string =>
  `${cell.act}.${cell.role}`;

function textOf(rule: LimitRule, exponent: number): string {
  if (rule.kind === 'share') return rule.percent;
  return rule.kind === 'amount' ? entryOf(rule.amount_minor, exponent) : '';
}

export function draftOf(cell: LimitCell, exponent: number): DraftCell {
  const { role, act, rule } = cell;
  const kind = rule.kind === 'share' || rule.kind === 'amount' ? 'limit' : rule.kind;
  return { role, act, kind, text: textOf(rule, exponent) };
}

const typed = (text: string): string => text.trim().replace(',', '.');

/** Why a cell cannot stand as it is; null when it can. */
export function faultOf(
  cell: DraftCell,
  measure: LimitMeasure,
  exponent: number,
): LimitFault | null {
  if (cell.kind !== 'limit') return null;
  const text = typed(cell.text);
  if (text === '') return 'needed';
  if (measure === 'share') {
    const fits = /^\d{1,3}(\.\d{1,3})?$/.test(text) && Number(text) <= 100;
    return fits ? null : 'share';
  }
  return minorOf(text, exponent) === null ? 'amount' : null;
}

/** The rule a cell stands for. Call it only for cells without a fault. */
export function ruleOf(cell: DraftCell, measure: LimitMeasure, exponent: number): LimitRule {
  if (cell.kind !== 'limit') return { kind: cell.kind };
  const text = typed(cell.text);
  if (measure === 'share') return { kind: 'share', percent: text };
  return { kind: 'amount', amount_minor: minorOf(text, exponent) ?? 0 };
}

/** Shares are compared as numbers of thousandths: "10" and "10.000" are one. */
export function sameRule(a: LimitRule, b: LimitRule): boolean {
  if (a.kind === 'share' && b.kind === 'share') return Number(a.percent) === Number(b.percent);
  if (a.kind === 'amount' && b.kind === 'amount') return a.amount_minor === b.amount_minor;
  return a.kind === b.kind;
}

export function usualOf(act: LimitAct, role: Role): LimitRule | null {
  return act.usual.find((cell) => cell.role === role)?.rule ?? null;
}

/** What holds for every act and role: the shop's own cell, else the usual one. */
export function wholeTable(table: LimitTable, roles: readonly Role[]): LimitCell[] {
  return table.acts.flatMap(({ act, usual }) =>
    roles.flatMap((role) => {
      const own = table.cells.find((cell) => cell.act === act && cell.role === role);
      const cell = own ?? usual.find((each) => each.role === role);
      return cell ? [{ role, act, rule: cell.rule }] : [];
    }),
  );
}
