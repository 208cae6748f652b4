// Receipts that somebody brings back: their numbers as scanned, and the way to them.
import type { SaleRow } from '$/api';
import { tell } from '$/app/act.svelte';
import { router } from '$/app/router.svelte';
import { query } from '$/host';
import { t } from '$/i18n/texts.svelte';
import { alarm } from '$/kit/sound';
import { toasts } from '$/kit/toasts.svelte';

/** "2-0417", as barcode and QR code of a receipt hold it; null for anything else. No article number
 *  has a hyphen between digits only. */
export function receiptNumber(code: string): string | null {
  const found = /^\s*(\d{1,4}-\d{4,12})\s*$/.exec(code);
  return found ? found[1]! : null;
}

/** Where a sale is looked at: what can come back is opened for it. */
export function wayTo(row: Pick<SaleRow, 'sale_id' | 'kind' | 'state'>): string {
  const back = row.kind === 'sale' && row.state === 'completed';
  return `/sales/${row.sale_id}${back ? '/return' : ''}`;
}

/** Opens the sale of a scanned receipt; tells when there is none. */
export async function openReceipt(number: string): Promise<void> {
  try {
    const found = await query('sale_find', {
      text: number,
      day: null,
      state: null,
      card_end: null,
      amount_minor: null,
      offset: 0,
      limit: 20,
    });
    const row = found.rows.find((each) => each.number_text === number);
    if (row) return router.go(wayTo(row));
    toasts.push(t('exchange-no-receipt', { number }), 'warn');
  } catch (thrown) {
    tell(thrown);
  }
  alarm();
}
