// Small sentences about lines and discounts.
import type { Discount, LineView } from '$/api';
import { money, quantity, unitPrice } from '$/i18n/format.svelte';
import { t } from '$/i18n/texts.svelte';

/** "10 %" or "€5.00". */
export function discountText(discount: Discount): string {
  return discount.kind === 'percent'
    ? `${quantity(discount.percent)}%`
    : money(discount.amount_minor);
}

/** What stands under a line's name; each part may be green (it saves). */
export function lineNotes(line: LineView): { text: string; good: boolean }[] {
  const notes: { text: string; good: boolean }[] = [];
  const plain = (text: string) => notes.push({ text, good: false });
  if (line.unit === 'kg') plain(t('sell-per-kg', { price: unitPrice(line.unit_price) }));
  else if (line.quantity !== '1') plain(t('sell-each', { price: unitPrice(line.unit_price) }));
  if (line.unit_price !== line.list_price && line.list_price > 0) {
    plain(t('sell-list-price', { price: unitPrice(line.list_price) }));
  }
  if (line.discount && line.discount_minor !== 0) {
    const off = { what: discountText(line.discount), amount: money(-line.discount_minor) };
    const by = line.approved_by ? `, ${t('sell-approved-by', { name: line.approved_by })}` : '';
    notes.push({ text: t('sell-discount-off', off) + by, good: true });
  } else if (line.approved_by) plain(t('sell-approved-by', { name: line.approved_by }));
  if (line.note) plain(line.note);
  return notes;
}
