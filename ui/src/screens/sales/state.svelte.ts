// The list of sales and what it is narrowed to. Fetches page by page; an answer to an older
// question is dropped. Never changes a sale.
import { callError, query, type CallError } from '$/host';
import type { SaleRow, SaleState, SaleView } from '$/api';
import { onEvent } from '$/app/events';
import { shopFormats } from '$/i18n/format.svelte';
import { minorOf } from '$/kit/entry';

const PAGE = 80;
/** Typing pauses this long before the backend is asked. */
const QUIET_MS = 140;

/** What the list was narrowed to when it was last left; coming back finds it as it was. */
const kept = {
  text: '',
  card_end: '',
  amount: '',
  day: null as string | null,
  state: null as SaleState | null,
};

export class SalesScreen {
  text = $state(kept.text);
  /** The last four digits of the card it was paid with. */
  card_end = $state(kept.card_end);
  /** Its total, as typed. */
  amount = $state(kept.amount);
  day = $state<string | null>(kept.day);
  state = $state<SaleState | null>(kept.state);
  rows = $state.raw<SaleRow[]>([]);
  more = $state(false);
  busy = $state(true);
  error = $state.raw<CallError | null>(null);
  chosen = $state<string | null>(null);
  #round = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(first: string | null) {
    this.chosen = first;
    void this.load();
    $effect(() => onEvent('sale', (event) => this.#replace(event.sale)));
    $effect(() => () => clearTimeout(this.#timer));
  }

  get narrowed(): boolean {
    const typed = [this.text, this.card_end, this.amount].some((text) => text.trim() !== '');
    return typed || this.day !== null || this.state !== null;
  }
  /** The amount looked for; null when none is, or what was typed is none. */
  get amount_minor(): number | null {
    const entry = this.amount.trim().replace(',', '.');
    return minorOf(entry, shopFormats.currency.exponent);
  }
  get at(): number {
    return this.rows.findIndex((row) => row.sale_id === this.chosen);
  }
  set at(index: number) {
    this.chosen = this.rows[index]?.sale_id ?? null;
  }

  typed = (): void => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.load(), QUIET_MS);
  };

  narrow(change: { day?: string | null; state?: SaleState | null }): void {
    if (change.day !== undefined) this.day = change.day;
    if (change.state !== undefined) this.state = change.state;
    void this.load();
  }

  showAll(): void {
    this.text = this.card_end = this.amount = '';
    this.narrow({ day: null, state: null });
  }

  load = (): Promise<void> => this.#fetch(0);

  loadMore = (): void => {
    if (this.more && !this.busy) void this.#fetch(this.rows.length);
  };

  async #fetch(offset: number): Promise<void> {
    const mine = ++this.#round;
    this.busy = true;
    Object.assign(kept, { text: this.text, day: this.day, state: this.state });
    try {
      const text = this.text.trim() || null;
      const { day, state } = this;
      const input = { text, day, state, card_end: null, amount_minor: null, offset, limit: PAGE };
      const found = await query('sale_find', input);
      if (mine !== this.#round) return;
      this.rows = offset === 0 ? found.rows : [...this.rows, ...found.rows];
      this.more = found.more;
      this.error = null;
    } catch (thrown) {
      if (mine === this.#round) this.error = callError(thrown);
    } finally {
      if (mine === this.#round) this.busy = false;
    }
  }

  /** A sale changed elsewhere: its row follows without a new search. */
  #replace(sale: SaleView): void {
    const known = this.rows.some((row) => row.sale_id === sale.sale_id);
    if (known) this.rows = this.rows.map((r) => (r.sale_id === sale.sale_id ? rowOf(r, sale) : r));
    else if (!this.narrowed && sale.lines.length > 0) void this.load();
  }
}

function rowOf(row: SaleRow, sale: SaleView): SaleRow {
  return {
    ...row,
    state: sale.state,
    number_text: sale.number_text,
    label: sale.label,
    total_minor: sale.total_minor,
    line_count: sale.lines.filter((l) => !l.voided).length,
    tenders: sale.tenders.map((tender) => tender.kind),
  };
}
