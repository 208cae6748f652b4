// What stands between now and the Z, and the acts that clear it. Owns the order in which terminals are
// asked; the figures are the backend's.
import type { CloseCheck, PeriodReport, TerminalFigure } from '$/api';
import { act, tell } from '$/app/act.svelte';
import { resource, type Resource } from '$/app/resource.svelte';
import { callError, query } from '$/host';
import { errorText } from '$/i18n/errors.svelte';
import { printAfter } from '$/parts/cash/print';

export class DayCloseScreen {
  readonly check: Resource<CloseCheck> = resource(
    () => query('close_check', {}),
    ['shift', 'close', 'day', 'sales', 'doubts'],
  );
  /** The running figures, for the key that closes them. */
  readonly running: Resource<PeriodReport> = resource(
    () => query('x_report', { shift_no: null }),
    ['shift', 'close', 'day', 'sales', 'doubts'],
  );
  /** The terminal that makes its end of day now, and since when. */
  asking = $state<string | null>(null);
  asked_at = $state(0);
  faults = $state.raw<Readonly<Record<string, string>>>({});
  closing = $state(false);
  done = $state.raw<PeriodReport | null>(null);

  /** Terminals that have not told their totals in this period. */
  get waiting(): TerminalFigure[] {
    return (this.check.value?.terminals ?? []).filter((each) => each.batch_no === null);
  }
  get ready(): boolean {
    return (
      this.check.value !== undefined &&
      this.check.value.open_shifts.length === 0 &&
      this.asking === null
    );
  }

  async askTerminal(terminal_id: string): Promise<boolean> {
    if (this.asking !== null) return false;
    this.asking = terminal_id;
    this.asked_at = Date.now();
    this.faults = { ...this.faults, [terminal_id]: '' };
    try {
      await act('terminal_close', { terminal_id });
      // A terminal may end its day more than once in a period: the whole list is read again.
      this.check.reload();
      return true;
    } catch (thrown) {
      this.faults = { ...this.faults, [terminal_id]: errorText(callError(thrown)) };
      return false;
    } finally {
      this.asking = null;
    }
  }

  /** One after another; one that does not answer keeps none of the others, and one that holds a
   *  payment in doubt is left alone: its memory is the evidence. */
  async askAll(): Promise<void> {
    const doubts = this.check.value?.doubts ?? [];
    const free = this.waiting.filter(
      (each) => !doubts.some((doubt) => doubt.terminal_name === each.name),
    );
    for (const { terminal_id } of free) await this.askTerminal(terminal_id);
  }

  async close(): Promise<void> {
    const z_number = this.check.value?.z_number;
    if (z_number === undefined || this.closing || !this.ready) return;
    this.closing = true;
    try {
      this.done = await act('day_close', { z_number });
      await printAfter({ kind: 'z', z_number });
    } catch (thrown) {
      tell(thrown);
      // What was in the way may be another now.
      this.check.reload();
    } finally {
      this.closing = false;
    }
  }
}
