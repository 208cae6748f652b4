// A receipt as the settings being changed would print it: a picture only, the real one is written by the
// backend. Must use no text of its own but those of the receipt.
import type { PaperView, ReceiptBlock, ShopSettings } from '$/api';
import { money } from '$/i18n/format.svelte';
import { taxName } from '$/i18n/tax';
import { tIn, type Language } from '$/i18n/texts.svelte';

export const SAMPLE_NUMBER = '1-000417';
/** SAMPLE_NUMBER as QR code (ISO/IEC 18004), version 1, level M: a row a string. */
const SAMPLE_QR = (
  '111111100100001111111 100000100100101000001 101110100010101011101 101110100000001011101 ' +
  '101110100101101011101 100000101000001000001 111111101010101111111 000000000110000000000 ' +
  '100101101101110100000 011000010001000010111 100110100011000001111 110100011100111000001 ' +
  '010101111101001011001 000000001000011001011 111111100101101011100 100000101100001101010 ' +
  '101110100000111101010 101110101110011010011 101110100011011010101 100000100011100111000 ' +
  '111111101010010010010'
).split(' ');

const GROSS_MINOR = 2380;
const SAVED_MINOR = 120;

const text = (words: string, strong = false): ReceiptBlock => ({
  kind: 'text',
  text: words,
  align: 'center',
  strong,
});
const pair = (left: string, right: string, strong = false): ReceiptBlock => ({
  kind: 'pair',
  left,
  right,
  strong,
});
const lines = (words: string): ReceiptBlock[] =>
  words
    .split('\n')
    .filter(Boolean)
    .map((l) => text(l));

/** The sample in the order of a real receipt. */
export function sampleReceipt(draft: ShopSettings): PaperView {
  const { receipt_template: shows } = draft;
  const spoken: Language = draft.language === 'zh' ? 'zh' : 'en';
  const blocks: ReceiptBlock[] = [];
  if (shows.logo) blocks.push({ kind: 'logo' });
  blocks.push({ kind: 'title', text: draft.name });
  blocks.push(...draft.address.filter(Boolean).map((line) => text(line)));
  blocks.push(...lines(draft.receipt_header), { kind: 'rule' });
  blocks.push({
    kind: 'item',
    name: tIn(spoken, 'settings-receipt-goods'),
    detail: null,
    amount: money(GROSS_MINOR, { bare: true }),
  });
  if (shows.savings)
    blocks.push(pair(tIn(spoken, 'sales-savings'), money(-SAVED_MINOR, { bare: true })));
  blocks.push({ kind: 'rule' }, pair(tIn(spoken, 'sales-total'), money(GROSS_MINOR), true));
  const tax = draft.tax_classes[0];
  if (shows.tax_table && tax) {
    // Whole thousandths of a percent, so that no figure is made from a fraction.
    const rate = Math.round(Number(tax.rate_percent.replace(',', '.')) * 1000) || 0;
    const part = Math.round((GROSS_MINOR * rate) / (100_000 + rate));
    blocks.push({ kind: 'rule' }, pair(taxName(tax), money(part, { bare: true })));
  }
  blocks.push(...lines(draft.receipt_footer));
  if (shows.barcode) blocks.push({ kind: 'barcode', text: SAMPLE_NUMBER });
  if (shows.qr) blocks.push({ kind: 'qr', text: SAMPLE_NUMBER, modules: SAMPLE_QR });
  return { language: draft.language, copy: false, blocks };
}
