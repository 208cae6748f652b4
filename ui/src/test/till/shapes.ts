// Shapes that the pretended till hands out: an attempt, a card slip, a row of a list, a receipt.
import type { AttemptView, Commands, SaleRow, SaleView } from '$/api';
import { NOON } from './sale';

export function cardSlip() {
  return {
    masked_pan: '•••• 4771',
    card_name: 'girocard',
    receipt_no: '0418',
    trace: '000418',
    terminal_id: '52500041',
    auth: '734102',
    lines: [],
  };
}

export function attemptOf(input: Commands['sale_pay_card']['input']): AttemptView {
  return {
    ...input,
    sale_number_text: null,
    terminal_name: 'cVEND plug',
    act: 'charge',
    state: 'sent',
    step: 'written',
    steps: [{ step: 'written', at: NOON }],
    terminal_text: null,
    decline_code: null,
    masked_pan: null,
    started_at: NOON,
    changed_at: NOON,
    times_asked: 0,
    can_cancel: true,
    deadline_at: NOON + 45_000,
  };
}

export function rowOf(sale: SaleView): SaleRow {
  return {
    sale_id: sale.sale_id,
    kind: sale.kind,
    state: sale.state,
    number_text: sale.number_text,
    label: sale.label,
    at: sale.opened_at,
    cashier_name: sale.cashier_name,
    total_minor: sale.total_minor,
    line_count: sale.lines.length,
    tenders: [],
    doubt: sale.attempts.some((each) => each.state === 'unknown'),
  };
}

export function receiptOf(sale: SaleView) {
  const euro = (minor: number) => (minor / 100).toFixed(2);
  const text = (words: string, align: 'left' | 'center' = 'center', strong = false) =>
    ({ kind: 'text', text: words, align, strong }) as const;
  const pair = (left: string, right: string, strong = false) =>
    ({ kind: 'pair', left, right, strong }) as const;
  return {
    sale_id: sale.sale_id,
    language: 'en' as const,
    copy: false,
    blocks: [
      { kind: 'title' as const, text: 'Harbour Street' },
      text('12 Harbour Street, 20457 Hamburg'),
      { kind: 'rule' as const },
      ...sale.lines
        .filter((line) => !line.voided)
        .map((line) => ({
          kind: 'item' as const,
          name: line.name,
          detail: line.quantity === '1' ? null : `${line.quantity} × ${line.unit_price / 10_000}`,
          amount: euro(line.amount_minor),
        })),
      { kind: 'rule' as const },
      pair('Total EUR', euro(sale.total_minor), true),
      ...sale.tenders.map((tender) =>
        pair(
          tender.kind === 'cash' ? 'Cash' : 'Card •••• 4771',
          euro(tender.given_minor ?? tender.amount_minor),
        ),
      ),
      pair('Change', euro(sale.change_minor)),
      { kind: 'rule' as const },
      pair('VAT 19 %', euro(sale.tax_minor)),
      text('22 November 2026, 14:32 · Jonas'),
      { kind: 'barcode' as const, text: sale.number_text ?? '' },
      text('Thank you, and see you soon.'),
    ],
  };
}
