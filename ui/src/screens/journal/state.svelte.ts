// The search of the journal: what it is narrowed to, the entries found, the one that is opened. Every
// look is an entry itself, so it asks when somebody means it, not at each key.
import { callError, query, type CallError } from '$/host';
import type { Day, JournalLine } from '$/api';
import { shopFormats } from '$/i18n/format.svelte';
import { minorOf } from '$/kit/entry';

const PAGE = 100;

/** What the list is narrowed to. Empty means everything. */
export interface Filter {
  text: string;
  amount: string;
  actor: string;
  kind: string;
  from: Day | null;
  to: Day | null;
}
export const EVERYTHING: Filter = {
  text: '',
  amount: '',
  actor: '',
  kind: '',
  from: null,
  to: null,
};

export class JournalScreen {
  filter = $state<Filter>({ ...EVERYTHING });
  lines = $state.raw<JournalLine[]>([]);
  /** Every kind of entry that can be sought. */
  kinds = $state.raw<string[]>([]);
  head = $state<number | null>(null);
  busy = $state(true);
  error = $state.raw<CallError | null>(null);
  chosen = $state<number | null>(null);
  #next: number | null = null;
  #round = 0;

  constructor() {
    void this.load();
  }

  get narrowed(): boolean {
    return Object.entries(EVERYTHING).some(
      ([field, empty]) => this.filter[field as keyof Filter] !== empty,
    );
  }
  get amountWrong(): boolean {
    return this.filter.amount.trim() !== '' && this.#amount() === null;
  }
  get at(): number {
    return this.lines.findIndex((line) => line.seq === this.chosen);
  }
  set at(index: number) {
    this.chosen = this.lines[index]?.seq ?? null;
  }

  /** Opens the entry that the path names. */
  open(seq: string | undefined): void {
    const number = Number(seq);
    if (Number.isSafeInteger(number) && number > 0) this.chosen = number;
  }

  #amount(): number | null {
    return minorOf(this.filter.amount.trim().replace(',', '.'), shopFormats.currency.exponent);
  }

  narrow(change: Partial<Filter>): void {
    Object.assign(this.filter, change);
    void this.load();
  }
  showAll(): void {
    this.narrow(EVERYTHING);
  }
  load = (): Promise<void> => (this.amountWrong ? Promise.resolve() : this.#fetch(null));
  loadMore = (): void => {
    if (this.#next !== null && !this.busy) void this.#fetch(this.#next);
  };

  async #fetch(before: number | null): Promise<void> {
    const mine = ++this.#round;
    this.busy = true;
    const { text, actor, kind, from, to } = this.filter;
    try {
      const found = await query('journal_search', {
        from,
        to,
        actor: actor || null,
        kind: kind || null,
        text: text.trim() || null,
        amount_minor: this.#amount(),
        before,
        limit: PAGE,
      });
      if (mine !== this.#round) return;
      this.lines = before === null ? found.lines : [...this.lines, ...found.lines];
      this.#next = found.next;
      this.head = found.head;
      this.kinds = found.kinds;
      this.error = null;
    } catch (thrown) {
      if (mine === this.#round) this.error = callError(thrown);
    } finally {
      if (mine === this.#round) this.busy = false;
    }
  }
}
