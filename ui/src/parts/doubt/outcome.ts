// How a payment in doubt stands, or ended. Pure; the state itself is the backend's.
import type { AttemptView, SaleView } from '$/api';

export type Outcome = 'resolved_paid' | 'resolved_not_paid' | 'reversed';

/** How it ended, or null while it is open. An answer that came late counts as an end too. */
export function outcomeOf(attempt: Pick<AttemptView, 'state'>): Outcome | null {
  switch (attempt.state) {
    case 'resolved_paid':
    case 'approved':
    case 'captured':
      return 'resolved_paid';
    case 'resolved_not_paid':
    case 'declined':
      return 'resolved_not_paid';
    case 'reversed':
      return 'reversed';
    case 'sent':
    case 'unknown':
      return null;
  }
}

/** Is the terminal being asked at this moment. */
export const isAsking = (attempt: AttemptView): boolean =>
  outcomeOf(attempt) === null && attempt.step === 'asking';

/** The payment that a sale waits for because nobody knows what became of it. */
export function doubtOf(sale: Pick<SaleView, 'attempts'>): AttemptView | null {
  return sale.attempts.find((each) => each.state === 'unknown') ?? null;
}

/** The payment of a sale that is approved while its terminal has not ended the order. */
export function finishingOf(sale: Pick<SaleView, 'attempts'>): AttemptView | null {
  return sale.attempts.find((each) => each.state === 'approved') ?? null;
}

/** The beginning of the texts for an end: money that goes back has words of its own. */
export function endKey(attempt: Pick<AttemptView, 'act'>, outcome: Outcome): string {
  switch (attempt.act) {
    case 'charge':
      return `doubts-out-${outcome}`;
    case 'refund':
    case 'reversal':
      return `doubts-out-back-${outcome}`;
  }
}
