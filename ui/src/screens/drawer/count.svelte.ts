// One count of a drawer from the first note to the closed shift. Until it is submitted the figures
// are only here; from then on the backend's word counts, and it tells the difference.
import type { Minor, ShiftView } from '$/api';
import { act, tell } from '$/app/act.svelte';
import { callError, query, type CallError } from '$/host';
import { shopFormats } from '$/i18n/format.svelte';
import {
  countsOf,
  entriesOf,
  notesAndCoins,
  totalMinor,
  type CountEntries,
} from '$/parts/cash/count';
import { drawers } from '$/parts/cash/drawers.svelte';
import { printAfter } from '$/parts/cash/print';

export type CountStage = 'counting' | 'counted' | 'closed';

export class DrawerCount {
  shift = $state.raw<ShiftView | null>(null);
  error = $state.raw<CallError | null>(null);
  entries = $state.raw<CountEntries>({});
  /** The row that the pad writes into; one past the last is the submit key. */
  at = $state(0);
  /** The first digit replaces what stands in the row. */
  fresh = $state(true);
  again = $state(false);
  note = $state('');
  busy = $state(false);

  constructor(readonly shift_no: number) {}

  async load(): Promise<void> {
    this.error = null;
    try {
      this.shift = await query('shift_report', { shift_no: this.shift_no });
      if (drawers.view === null) drawers.reload();
    } catch (thrown) {
      this.error = callError(thrown);
    }
  }

  get stage(): CountStage {
    if (this.shift?.state === 'closed') return 'closed';
    return this.shift?.state === 'counted' && !this.again ? 'counted' : 'counting';
  }
  get blind(): boolean {
    return this.shift?.expected_minor === null;
  }
  /** Notes, then coins, each descending. */
  get columns(): [Minor[], Minor[]] {
    return notesAndCoins(drawers.view?.denominations_minor ?? [], shopFormats.currency.code);
  }
  get units(): Minor[] {
    return this.columns.flat();
  }
  get total_minor(): Minor {
    return totalMinor(this.entries, this.units);
  }
  get onSubmit(): boolean {
    return this.at >= this.units.length;
  }

  get entry(): string {
    return this.entries[this.units[this.at] ?? -1] ?? '';
  }
  set entry(entry: string) {
    const unit = this.units[this.at];
    if (unit !== undefined) this.entries = { ...this.entries, [unit]: entry };
  }

  go(to: number): void {
    this.at = Math.min(this.units.length, Math.max(0, to));
    this.fresh = true;
  }
  /** To the same height in the other column. */
  across(): void {
    const [notes, coins] = this.columns;
    if (this.onSubmit) return;
    const right = this.at >= notes.length;
    const row = right ? this.at - notes.length : this.at;
    if (right && notes.length > 0) this.go(Math.min(row, notes.length - 1));
    else if (!right && coins.length > 0) this.go(notes.length + Math.min(row, coins.length - 1));
  }

  async submit(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      const counts = countsOf(this.entries, this.units);
      this.#take(await act('shift_count', { shift_no: this.shift_no, counts }));
      this.again = false;
    } catch (thrown) {
      tell(thrown);
    } finally {
      this.busy = false;
    }
  }

  /** Another count, from the figures of the last. */
  recount(): void {
    this.entries = entriesOf(this.shift?.count?.counts ?? []);
    this.again = true;
    this.go(0);
  }

  /** Closes on the last count; above the limit a second person is asked for on the way. */
  async close(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      const note = this.note.trim() || null;
      this.#take(await act('shift_close', { shift_no: this.shift_no, note }));
      await printAfter({ kind: 'count', shift_no: this.shift_no });
    } catch (thrown) {
      tell(thrown);
    } finally {
      this.busy = false;
    }
  }

  #take(shift: ShiftView): void {
    this.shift = shift;
    drawers.takeShift(shift);
  }
}
