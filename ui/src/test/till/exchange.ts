// An exchange on the pretended till: what the goods brought back are worth, set against the new ones.
import type { Commands, ExchangeView, SaleView } from '$/api';

/** The lines named, whole. */
export function exchangeOf(
  input: Commands['exchange_start']['input'],
  original: SaleView,
): ExchangeView {
  const lines = original.lines.filter((line) =>
    input.lines.some((back) => back.line_no === line.line_no),
  );
  return {
    return_sale_id: input.return_sale_id,
    sale_id: input.sale_id,
    credit_minor: lines.reduce((sum, line) => sum + line.amount_minor, 0),
    pay_back_minor: 0,
    original_number_text: original.number_text,
    other_number_text: null,
    lines,
  };
}

/** What meets, and what is left to give back. */
export function met(
  sale: SaleView,
  total_minor: number,
): { met: number; view: ExchangeView | null } {
  if (sale.exchange === null) return { met: 0, view: null };
  const both = Math.min(sale.exchange.credit_minor, total_minor);
  return {
    met: both,
    view: { ...sale.exchange, pay_back_minor: sale.exchange.credit_minor - both },
  };
}

/** The half of an exchange that is paid back in cash. */
export function payBackOf(sale: SaleView): SaleView {
  const exchange = sale.exchange!;
  const amount_minor = exchange.pay_back_minor;
  return {
    ...sale,
    sale_id: exchange.return_sale_id,
    kind: 'return',
    state: 'tendering',
    lines: exchange.lines,
    total_minor: exchange.credit_minor,
    due_minor: amount_minor,
    due_cash_minor: amount_minor,
    original_sale_id: 's-original',
    original_number_text: exchange.original_number_text,
    refund_plan: [{ kind: 'cash', amount_minor, left_minor: amount_minor }],
  };
}
