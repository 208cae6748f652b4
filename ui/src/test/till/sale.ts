// The sale of the pretended till: enough arithmetic to show screens and test their conduct. The real
// rules are the backend's; nothing here is proof of them.
import type { LineView, ProductTile, SaleView } from '$/api';
import { met } from './exchange';

export const NOON = Date.UTC(2026, 10, 22, 13, 32, 7);

export function emptySale(sale_id: string): SaleView {
  return {
    sale_id,
    kind: 'sale',
    state: 'open',
    number: null,
    number_text: null,
    label: null,
    cashier_name: 'Jonas Weber',
    opened_at: NOON,
    completed_at: null,
    lines: [],
    discount: null,
    note: null,
    item_count: '0',
    savings_minor: 0,
    net_minor: 0,
    tax_minor: 0,
    total_minor: 0,
    taxes: [],
    prices_include_tax: true,
    cash_total_minor: 0,
    rounding_minor: 0,
    paid_minor: 0,
    due_minor: 0,
    due_cash_minor: 0,
    change_minor: 0,
    tenders: [],
    attempts: [],
    original_sale_id: null,
    original_number_text: null,
    refund_plan: [],
    exchange: null,
    written_at: NOON,
    blocked: null,
  };
}

export function lineOf(product: ProductTile, line_id: string, line_no: number): LineView {
  return {
    line_id,
    line_no,
    product_id: product.product_id,
    name: product.name,
    name_zh: product.name_zh,
    barcode: product.barcode,
    quantity: '1',
    unit: product.unit,
    unit_price: product.unit_price,
    list_price: product.unit_price,
    amount_minor: 0,
    discount: null,
    discount_minor: 0,
    document_discount_minor: 0,
    note: null,
    tax_class_id: 1,
    voided: false,
    returned: '0',
    approved_by: null,
    written_off: false,
  };
}

function priced(line: LineView): LineView {
  const full = Math.round((line.unit_price * Number(line.quantity)) / 100);
  const off = line.discount;
  const discount_minor =
    off === null
      ? 0
      : off.kind === 'amount'
        ? off.amount_minor
        : Math.round((full * Number(off.percent)) / 100);
  return { ...line, discount_minor, amount_minor: full - discount_minor };
}

/** The sale with its sums made anew. */
export function summed(sale: SaleView): SaleView {
  const lines = sale.lines.map(priced);
  const live = lines.filter((line) => !line.voided);
  const gross = live.reduce((sum, line) => sum + line.amount_minor, 0);
  const off = sale.discount;
  const percent = off?.kind === 'percent' ? Number(off.percent) : 0;
  const whole = off?.kind === 'amount' ? off.amount_minor : Math.round((gross * percent) / 100);
  const total_minor = gross - whole;
  const paid_minor = sale.tenders.reduce((sum, tender) => sum + tender.amount_minor, 0);
  const exchange = met(sale, total_minor);
  const due_minor = total_minor - paid_minor - exchange.met;
  const items = live.map((line) => (line.unit === 'kg' ? 1 : Number(line.quantity)));
  return {
    ...sale,
    lines,
    item_count: String(items.reduce((a, b) => a + b, 0)),
    savings_minor: whole + live.reduce((sum, line) => sum + line.discount_minor, 0),
    total_minor,
    tax_minor: Math.round((total_minor * 19) / 119),
    net_minor: total_minor - Math.round((total_minor * 19) / 119),
    paid_minor,
    exchange: exchange.view,
    due_minor,
    due_cash_minor: due_minor,
    cash_total_minor: total_minor,
    written_at: sale.written_at + 1,
  };
}
