// How an exchange stands: what the customer still pays, gets back, or neither. Pure.
import type { Minor, SaleView } from '$/api';

export type Settlement = 'pay' | 'pay_back' | 'even';

/** How the sale is settled; null when it is no exchange. */
export function settlement(view: SaleView | null): Settlement | null {
  if (!view?.exchange || view.kind === 'return') return null;
  if (view.due_minor > 0) return 'pay';
  return view.exchange.pay_back_minor > 0 ? 'pay_back' : 'even';
}

/** The figure of the pay key: what moves over the counter, without its direction. */
export function toSettle(view: SaleView): Minor {
  const back = settlement(view) === 'pay_back';
  return back && view.exchange ? view.exchange.pay_back_minor : view.due_minor;
}
