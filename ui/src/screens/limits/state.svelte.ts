// The table of limits and its changes. Nothing takes effect before it is saved, all at once.
import type { LimitAct, LimitRule, LimitTable, Role } from '$/api';
import { act, tell } from '$/app/act.svelte';
import { resource, type Resource } from '$/app/resource.svelte';
import { callError, query } from '$/host';
import { shopFormats } from '$/i18n/format.svelte';
import { faultText } from '$/i18n/reasons';
import { t } from '$/i18n/texts.svelte';
import { toasts } from '$/kit/toasts.svelte';
import {
  cellKey,
  draftOf,
  faultOf,
  ruleOf,
  sameRule,
  usualOf,
  wholeTable,
  type DraftCell,
} from './limits';

export const LIMITED_ROLES: readonly Role[] = ['cashier', 'supervisor'];

export class LimitsScreen {
  readonly table: Resource<LimitTable> = resource(() => this.#read(), ['limits']);
  cells = $state<DraftCell[]>([]);
  saving = $state(false);
  tried = $state(false);
  /** What the backend said of one cell, by its key. */
  refused = $state.raw<Readonly<Record<string, string>>>({});

  async #read(): Promise<LimitTable> {
    const table = await query('limits_view', {});
    if (this.changed.length === 0 || this.cells.length === 0) this.#edit(table);
    return table;
  }

  #edit(table: LimitTable): void {
    const { exponent } = shopFormats.currency;
    this.cells = wholeTable(table, LIMITED_ROLES).map((cell) => draftOf(cell, exponent));
    this.tried = false;
    this.refused = {};
  }

  cell(of: LimitAct, role: Role): DraftCell | undefined {
    return this.cells.find((each) => each.act === of.act && each.role === role);
  }
  #actOf(cell: DraftCell): LimitAct | undefined {
    return this.table.value?.acts.find((each) => each.act === cell.act);
  }
  #ruleOf(cell: DraftCell): LimitRule | null {
    const of = this.#actOf(cell);
    const { exponent } = shopFormats.currency;
    if (!of || faultOf(cell, of.measured_by, exponent) !== null) return null;
    return ruleOf(cell, of.measured_by, exponent);
  }

  fault(cell: DraftCell): string | null {
    const told = this.refused[cellKey(cell)];
    if (told) return told;
    const of = this.#actOf(cell);
    const fault = of && faultOf(cell, of.measured_by, shopFormats.currency.exponent);
    if (!fault || (fault === 'needed' && !this.tried)) return null;
    return t(`limits-fault-${fault}`);
  }
  get faulty(): DraftCell[] {
    return this.cells.filter((cell) => this.#ruleOf(cell) === null);
  }
  isChanged(cell: DraftCell): boolean {
    const saved = wholeTable(this.table.value ?? { acts: [], cells: [] }, LIMITED_ROLES);
    const before = saved.find((each) => cellKey(each) === cellKey(cell));
    const now = this.#ruleOf(cell);
    return before === undefined || now === null || !sameRule(before.rule, now);
  }
  get changed(): DraftCell[] {
    return this.table.value === undefined ? [] : this.cells.filter((each) => this.isChanged(each));
  }
  /** The usual rule where this cell differs from it. */
  usual(of: LimitAct, cell: DraftCell): LimitRule | null {
    const usual = usualOf(of, cell.role);
    const now = this.#ruleOf(cell);
    return usual && now && sameRule(usual, now) ? null : usual;
  }

  set(cell: DraftCell, change: Partial<Pick<DraftCell, 'kind' | 'text'>>): void {
    const key = cellKey(cell);
    this.cells = this.cells.map((each) => (cellKey(each) === key ? { ...each, ...change } : each));
    this.refused = { ...this.refused, [key]: '' };
  }
  toUsual(of: LimitAct, role: Role): void {
    const rule = usualOf(of, role);
    if (!rule) return;
    const usual = draftOf({ role, act: of.act, rule }, shopFormats.currency.exponent);
    this.set(usual, usual);
  }
  undo(): void {
    if (this.table.value) this.#edit(this.table.value);
  }

  async save(): Promise<boolean> {
    this.tried = true;
    if (this.saving || this.faulty.length > 0) return false;
    // Only what differs from the usual table is the shop's own.
    const own = this.cells.flatMap((cell) => {
      const of = this.#actOf(cell);
      const rule = this.#ruleOf(cell);
      return of && rule && this.usual(of, cell) ? [{ role: cell.role, act: cell.act, rule }] : [];
    });
    this.saving = true;
    try {
      const table = await act('limits_save', { cells: own });
      this.table.set(table);
      this.#edit(table);
      toasts.push(t('limits-saved'), 'good');
      return true;
    } catch (thrown) {
      const error = callError(thrown);
      const wrong = own[Number(/^cells\.(\d+)/.exec(error.field ?? '')?.[1] ?? NaN)];
      if (wrong) this.refused = { [cellKey(wrong)]: faultText(error) };
      else tell(error);
      return false;
    } finally {
      this.saving = false;
    }
  }
}
