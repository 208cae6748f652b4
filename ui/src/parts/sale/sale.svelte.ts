// The sale at this till: one copy of what the backend last answered, and the acts on it in the order
// they were made. Owns no rule of the trade; every number comes from the backend. Acts queue up, so a
// scan that arrives while another is under way is never lost.
import { untrack } from 'svelte';
import type { AttemptView, Commands, Dec, Discount, ProductTile, SaleView, UnitPrice } from '$/api';
import { act, tell } from '$/app/act.svelte';
import { onEvent } from '$/app/events';
import { callError, newId, query } from '$/host';
import { t } from '$/i18n/texts.svelte';
import { alarm } from '$/kit/sound';
import { withDrawer } from '$/parts/cash/drawers.svelte';
import { isNewer } from '$/parts/pay/attempt';
import { toasts } from '$/kit/toasts.svelte';

let view = $state.raw<SaleView | null>(null);
let selected_id = $state<string | null>(null);
let next_quantity = $state<Dec | null>(null);
let working = $state(0);
let draft_id: string | null = null;
let charging = false;
/** The attempt heard of last; only one runs at a time. */
let heard: AttemptView | null = null;
let queue: Promise<unknown> = Promise.resolve();

const isLive = (sale: SaleView | null): sale is SaleView =>
  sale !== null && (sale.state === 'open' || sale.state === 'tendering');

/** The id that the next act is for: the live sale's, or that of a sale about to begin. */
function saleId(): string {
  if (isLive(view)) return view.sale_id;
  draft_id ??= newId();
  return draft_id;
}

/** An answer to a call may be older than events that overtook it; what is done stays done. */
function isStale(told: SaleView, shown: SaleView | null): boolean {
  if (shown === null || shown.sale_id !== told.sale_id) return false;
  const done = shown.state === 'completed' || shown.state === 'voided';
  return told.written_at < shown.written_at || (done && told.state !== shown.state);
}

function take(told: SaleView | null): void {
  if (told !== null && isStale(told, view)) return;
  if (told !== null && told.sale_id === draft_id) draft_id = null;
  const before = view;
  // The answer to a call may be older than events that overtook it.
  const next = told && { ...told, attempts: told.attempts.map((each) => latest(each)) };
  view = next;
  const lines = next?.lines.filter((line) => !line.voided) ?? [];
  const grown = lines.find((line) => {
    const old = before?.lines.find((each) => each.line_id === line.line_id);
    return old === undefined || old.voided || old.quantity !== line.quantity;
  });
  if (grown && before?.sale_id === next?.sale_id) selected_id = grown.line_id;
  else if (!lines.some((line) => line.line_id === selected_id)) {
    selected_id = lines.at(-1)?.line_id ?? null;
  }
}

/** The newest that was heard of an attempt, this telling included. */
function latest(told: AttemptView): AttemptView {
  if (heard?.attempt_id === told.attempt_id) {
    if (isNewer(told, heard)) heard = told;
    return heard;
  }
  if (heard === null || told.started_at >= heard.started_at) heard = told;
  return told;
}

/** Runs acts one after another; each sees what the one before it answered. */
function inOrder<T>(run: () => Promise<T>): Promise<T> {
  working = untrack(() => working) + 1;
  const done = queue.then(run, run).finally(() => (working -= 1));
  queue = done.catch(() => {});
  return done;
}

type SaleAct = {
  [C in keyof Commands]: Commands[C]['output'] extends SaleView ? C : never;
}[keyof Commands];

/** Does an act that answers with the sale. False when it failed; the person has been told. */
async function change<C extends SaleAct>(
  command: C,
  input: () => Commands[C]['input'],
): Promise<boolean> {
  try {
    // Outside the queue: while the drawer is being opened a scan still lands.
    await withDrawer(() => inOrder(async () => take((await act(command, input())) as SaleView)));
    return true;
  } catch (thrown) {
    tell(thrown);
    return false;
  }
}

type ReturnInput = Commands['exchange_start']['input']['lines'][number];

const unchanged = {
  quantity: null,
  unit_price: null,
  discount: null,
  clear_discount: false,
  note: null,
};

function takeQuantity(): Dec | null {
  const quantity = next_quantity;
  next_quantity = null;
  return quantity;
}

export const sale = {
  get view(): SaleView | null {
    return view;
  },
  /** The sale can be added to or paid. */
  get live(): boolean {
    return isLive(view);
  },
  get selected_id(): string | null {
    return selected_id;
  },
  set selected_id(line_id: string | null) {
    selected_id = line_id;
  },
  /** Quantity for the next product, set before it is scanned. */
  get next_quantity(): Dec | null {
    return next_quantity;
  },
  set next_quantity(quantity: Dec | null) {
    next_quantity = quantity;
  },
  get busy(): boolean {
    return working > 0;
  },

  /** Reads the register's open sale and follows it; the answer stops following. */
  follow(): () => void {
    void inOrder(() => query('sale_current', {})).then(
      (current) => {
        if (current !== null || !isLive(view)) take(current ?? null);
      },
      (thrown) => tell(thrown),
    );
    const stops = [
      onEvent('sale', ({ sale: told }) => {
        const ours = told.sale_id === view?.sale_id;
        if (ours && told.written_at >= view!.written_at) take(told);
      }),
      onEvent('attempt', ({ attempt }) => {
        const now = latest(attempt);
        if (view?.sale_id !== attempt.sale_id) return;
        const others = view.attempts.filter((each) => each.attempt_id !== attempt.attempt_id);
        view = { ...view, attempts: [...others, now] };
      }),
    ];
    return () => stops.forEach((stop) => stop());
  },

  /** Rings a code; the id of its line, or null when it was refused. */
  async scan(code: string): Promise<string | null> {
    const line_id = newId();
    try {
      const input = () => ({ sale_id: saleId(), line_id, code, quantity: takeQuantity() });
      await inOrder(async () => take(await act('sale_scan', input())));
      return line_id;
    } catch (thrown) {
      const error = callError(thrown);
      if (error.code === 'product_unknown') {
        toasts.push(t('error-product-unknown', { code }), 'warn');
      } else tell(error);
      alarm();
      return null;
    }
  },
  add(product: ProductTile, given: { quantity?: Dec; unit_price?: UnitPrice } = {}) {
    const line_id = newId();
    return change('sale_add', () => ({
      sale_id: saleId(),
      line_id,
      product_id: product.product_id,
      quantity: given.quantity ?? takeQuantity(),
      unit_price: given.unit_price ?? null,
    }));
  },
  setLine(line_id: string, set: Partial<Commands['sale_line_set']['input']>) {
    return change('sale_line_set', () => ({ sale_id: saleId(), line_id, ...unchanged, ...set }));
  },
  async removeLine(line_id: string, name: string) {
    const sale_id = saleId();
    if (!(await change('sale_line_remove', () => ({ sale_id, line_id })))) return;
    toasts.push(t('sell-line-removed', { name }), 'plain', {
      text: t('act-undo'),
      run: () => void change('sale_line_restore', () => ({ sale_id, line_id })),
    });
  },
  discount(discount: Discount | null) {
    return change('sale_discount', () => ({ sale_id: saleId(), discount }));
  },
  async suspend(label: string | null) {
    try {
      await inOrder(async () => {
        await act('sale_suspend', { sale_id: saleId(), label });
        take(null);
      });
      toasts.push(t('sell-suspend-done'), 'good');
      return true;
    } catch (thrown) {
      tell(thrown);
      return false;
    }
  },
  recall(sale_id: string) {
    return change('sale_recall', () => ({ sale_id }));
  },
  async void(reason: string) {
    const done = await change('sale_void', () => ({ sale_id: saleId(), reason }));
    if (done) take(null);
    return done;
  },
  startReturn() {
    return change('return_open', () => ({ sale_id: saleId() }));
  },
  /** Takes goods of another sale back for the one at the till, or for one about to begin. */
  async startExchange(original_sale_id: string, lines: ReturnInput[]) {
    const return_sale_id = newId();
    try {
      // Another screen may not have heard of the register's open sale yet.
      if (view === null) await inOrder(async () => take(await query('sale_current', {})));
    } catch (thrown) {
      tell(thrown);
      return false;
    }
    return change('exchange_start', () => ({
      sale_id: saleId(),
      return_sale_id,
      original_sale_id,
      lines,
    }));
  },
  dropExchange() {
    return change('exchange_drop', () => ({ sale_id: saleId() }));
  },
  payCash(given_minor: number) {
    const tender_id = newId();
    const sale_id = saleId();
    return change('sale_pay_cash', () => ({ sale_id, tender_id, given_minor }));
  },
  /** Asks a terminal for a card payment. One press is one payment: a second while the first is
   *  being sent is dropped here, before the backend would refuse it. */
  async payCard(terminal_id: string, amount_minor: number) {
    if (charging) return false;
    charging = true;
    const attempt_id = newId();
    const sale_id = saleId();
    const done = await change('sale_pay_card', () => ({
      sale_id,
      attempt_id,
      terminal_id,
      amount_minor,
    }));
    charging = false;
    return done;
  },
  /** Takes a card payment back at its terminal; that is a payment of its own and may take a while. */
  async reverseCard(attempt_id: string) {
    try {
      latest(await act('payment_reverse', { attempt_id, reversal_id: newId() }));
      const sale_id = saleId();
      await inOrder(async () => take(await query('sale_view', { sale_id })));
      return true;
    } catch (thrown) {
      tell(thrown);
      return false;
    }
  },
  removeTender(tender_id: string) {
    return change('sale_tender_remove', () => ({ sale_id: saleId(), tender_id }));
  },
  complete() {
    return change('sale_complete', () => ({ sale_id: saleId() }));
  },
  /** Puts a finished sale aside, so that the next act begins a new one. */
  next() {
    if (!isLive(view)) take(null);
  },
  /** Shows a sale by its id: the other half of an exchange, to be paid back or gone on with. */
  async look(sale_id: string) {
    try {
      await inOrder(async () => take(await query('sale_view', { sale_id })));
      return true;
    } catch (thrown) {
      tell(thrown);
      return false;
    }
  },
  /** Shows a sale that another screen has made or chosen (a return from its receipt). */
  show(other: SaleView) {
    take(other);
  },
};
