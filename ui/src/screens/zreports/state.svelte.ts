// The list of Zs, page by page, and the one that is open. A Z never changes: what was read once stays.
import type { PeriodReport, ZRow } from '$/api';
import { onEvent } from '$/app/events';
import { callError, query, type CallError } from '$/host';

const PAGE = 60;

export class ZArchive {
  rows = $state.raw<readonly ZRow[]>([]);
  error = $state.raw<CallError | null>(null);
  busy = $state(true);
  chosen = $state<number | null>(null);
  report = $state.raw<PeriodReport | null>(null);
  reportError = $state.raw<CallError | null>(null);
  #more = true;
  #loading = false;
  #round = 0;

  constructor(chosen: number | null) {
    this.chosen = chosen;
  }

  /** Reads the first page and again when a day was closed; the answer stops following. */
  start(): () => void {
    void this.load();
    return onEvent('changed', ({ tags }) => {
      if (tags.includes('close')) void this.load();
    });
  }

  async load(): Promise<void> {
    this.busy = true;
    this.error = null;
    try {
      const rows = await query('z_reports', { before: null, limit: PAGE });
      this.rows = rows;
      this.#more = rows.length === PAGE;
      const first = this.chosen ?? rows[0]?.z_number ?? null;
      if (first !== null && this.report?.z_number !== first) await this.open(first);
    } catch (thrown) {
      this.error = callError(thrown);
    } finally {
      this.busy = false;
    }
  }

  loadMore = async (): Promise<void> => {
    const before = this.rows.at(-1)?.z_number;
    if (!this.#more || this.#loading || before === undefined) return;
    this.#loading = true;
    try {
      const page = await query('z_reports', { before, limit: PAGE });
      this.rows = [...this.rows, ...page];
      this.#more = page.length === PAGE;
    } catch (thrown) {
      this.error = callError(thrown);
    } finally {
      this.#loading = false;
    }
  };

  async open(z_number: number): Promise<void> {
    const mine = ++this.#round;
    this.chosen = z_number;
    this.reportError = null;
    try {
      const report = await query('z_report', { z_number });
      if (mine === this.#round) this.report = report;
    } catch (thrown) {
      if (mine === this.#round) [this.report, this.reportError] = [null, callError(thrown)];
    }
  }
}
