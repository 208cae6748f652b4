// Sales and a day of the pretended shop, for the screens of the back office.
import type { DayReport, SaleRow, SaleView } from '$/api';
import type { Answers } from '$/host/fake';
import { pretendDoubts } from './doubts';
import { products } from './goods';
import { emptySale, lineOf, NOON, summed } from './sale';

const MINUTE = 60_000;

/** A completed sale that changes with `n`, so that a list looks like a day. */
export function soldSale(n: number): SaleView {
  const picked = [products[n % 24]!, products[(n * 7 + 3) % 24]!, products[(n * 5 + 11) % 24]!];
  const lines = picked.slice(0, 1 + (n % 3)).map((product, i) => ({
    ...lineOf(product, `l-${n}-${i}`, i + 1),
    barcode: null,
    quantity: product.unit === 'kg' ? '0.642' : String(1 + ((n + i) % 3)),
    discount: n % 9 === 0 && i === 0 ? { kind: 'percent' as const, percent: '10' } : null,
    approved_by: n % 9 === 0 && i === 0 ? 'Mara Lindqvist' : null,
    returned: n === 411 && i === 0 ? '1' : '0',
  }));
  const at = NOON - (417 - n) * 3 * MINUTE;
  const sale = summed({
    ...emptySale(`s-${n}`),
    lines,
    opened_at: at - 65_000,
    completed_at: at,
    written_at: at + 4,
    cashier_name: n % 4 === 0 ? 'Siti Rahman' : 'Jonas Weber',
  });
  const tax_minor = Math.round((sale.total_minor * 7) / 107);
  const byCard = n % 3 !== 0;
  return {
    ...sale,
    state: 'completed',
    number: n,
    number_text: `2-0${n}`,
    due_minor: 0,
    tax_minor,
    taxes: [
      {
        tax_class_id: 1,
        name: 'Reduced',
        rate_percent: '7',
        net_minor: sale.total_minor - tax_minor,
        tax_minor,
        gross_minor: sale.total_minor,
      },
    ],
    tenders: [
      {
        tender_id: `t-${n}`,
        kind: byCard ? 'card' : 'cash',
        amount_minor: sale.total_minor,
        given_minor: byCard ? null : Math.ceil(sale.total_minor / 1000) * 1000,
        change_minor: byCard ? 0 : Math.ceil(sale.total_minor / 1000) * 1000 - sale.total_minor,
        card: byCard
          ? {
              masked_pan: '•••• 4771',
              card_name: 'girocard',
              receipt_no: '0418',
              trace: '000418',
              terminal_id: '52500041',
              auth: '118233',
              lines: [
                '   K-U-N-D-E-N-B-E-L-E-G',
                '',
                'Terminal-ID     52500041',
                'TA-Nr.            000418',
              ],
            }
          : null,
      },
    ],
    refund_plan: [
      {
        kind: byCard ? 'card' : 'cash',
        amount_minor: sale.total_minor,
        left_minor: sale.total_minor,
      },
    ],
  };
}

function rowOf(sale: SaleView): SaleRow {
  return {
    sale_id: sale.sale_id,
    kind: sale.kind,
    state: sale.state,
    number_text: sale.number_text,
    label: sale.label,
    at: sale.completed_at ?? sale.opened_at,
    cashier_name: sale.cashier_name,
    total_minor: sale.total_minor,
    line_count: sale.lines.length,
    tenders: sale.tenders.map((tender) => tender.kind),
    doubt: sale.sale_id === 's-417',
  };
}

const COUNT = 417;
/** The sale of a number, as the list shows it. */
export function saleAt(n: number): SaleView {
  const sale = soldSale(n);
  if (n === COUNT)
    return { ...sale, state: 'suspended', number_text: null, label: 'Blue coat', tenders: [] };
  if (n === 413) return { ...sale, state: 'voided', number_text: null, tenders: [] };
  if (n === 409) {
    return {
      ...sale,
      kind: 'return',
      total_minor: -sale.total_minor,
      original_sale_id: 's-402',
      original_number_text: '2-0402',
    };
  }
  return sale;
}

const hours = [0, 0, 0, 0, 0, 0, 0, 2, 5, 9, 14, 18, 31, 38, 22];
const lastWeek = [0, 0, 0, 0, 0, 0, 0, 3, 4, 11, 12, 15, 28, 33, 24, 17, 21, 34, 41, 28, 12];
const byHour = (list: number[]) =>
  list
    .map((n, hour) => ({ hour, net_minor: n * 1037, count: Math.round(n / 1.6) }))
    .filter((h) => h.count > 0);

export function dayReport(day: string): DayReport {
  return {
    day,
    net_minor: 341_260,
    gross_minor: 365_148,
    tax_minor: 23_888,
    sale_count: 187,
    return_count: 2,
    return_minor: 1480,
    item_count: '512',
    average_minor: 1825,
    by_hour: byHour(hours),
    last_week_by_hour: byHour(lastWeek),
    last_week_net_minor: 314_800,
    last_week_count: 175,
    last_week_average_minor: 1860,
    by_tender: [
      { kind: 'card', amount_minor: 244_310, count: 121 },
      { kind: 'cash', amount_minor: 96_950, count: 66 },
    ],
    by_cashier: [
      { name: 'Jonas Weber', net_minor: 208_140, count: 112 },
      { name: 'Siti Rahman', net_minor: 133_120, count: 75 },
    ],
    by_tax: [
      {
        tax_class_id: 1,
        name: 'Reduced',
        rate_percent: '7',
        net_minor: 280_000,
        tax_minor: 19_600,
        gross_minor: 299_600,
      },
      {
        tax_class_id: 2,
        name: 'Standard',
        rate_percent: '19',
        net_minor: 61_260,
        tax_minor: 11_639,
        gross_minor: 72_899,
      },
    ],
    top_products: products.slice(0, 8).map((product, i) => ({
      name: product.name,
      quantity: String(48 - i * 5),
      net_minor: (48 - i * 5) * 312,
    })),
    doubts: { count: 1, amount_minor: 2340 },
  };
}

export const books: Answers = {
  sale_find: ({ text, state, offset, limit }) => {
    const all = Array.from({ length: COUNT }, (_, i) => rowOf(saleAt(COUNT - i)));
    const fits = all.filter(
      (row) =>
        (!state || row.state === state) &&
        (!text || (row.number_text ?? row.label)?.includes(text)),
    );
    return { rows: fits.slice(offset, offset + limit), more: offset + limit < fits.length };
  },
  return_start: ({ sale_id, original_sale_id }) => ({
    ...saleAt(Number(original_sale_id.slice(2))),
    sale_id,
    kind: 'return',
    state: 'tendering',
    tenders: [],
  }),
  day_report: ({ day }) => dayReport(day ?? '2026-11-22'),
  ...pretendDoubts(),
};
