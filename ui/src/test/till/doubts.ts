// Payments in doubt of the pretended shop: one whose terminal is back and is asked by itself, one whose
// terminal was replaced, a refund.
import type { AttemptView, DoubtStep, DoubtView, PaperSlip, ReceiptReading } from '$/api';
import { CallError } from '$/host';
import type { Answers } from '$/host/fake';
import { NOON } from './sale';

const MINUTE = 60_000;

export const attempt: AttemptView = {
  attempt_id: 'a-1',
  sale_id: 's-417',
  sale_number_text: '2-0417',
  terminal_id: 't-1',
  terminal_name: 'Counter terminal',
  act: 'charge',
  amount_minor: 2340,
  state: 'unknown',
  step: 'stored',
  steps: [
    { step: 'written', at: NOON - 34 * MINUTE },
    { step: 'accepted', at: NOON - 34 * MINUTE + 7 },
    { step: 'card_read', at: NOON - 34 * MINUTE + 4120 },
    { step: 'authorising', at: NOON - 34 * MINUTE + 6200 },
    { step: 'asking', at: NOON - 12 * MINUTE },
  ],
  terminal_text: null,
  decline_code: null,
  masked_pan: '•••• 1188',
  started_at: NOON - 34 * MINUTE,
  changed_at: NOON - 33 * MINUTE,
  times_asked: 3,
  can_cancel: false,
  deadline_at: null,
};

export const reading: ReceiptReading = {
  receipt_no: 417,
  trace: 88_120,
  turnover_no: 20_417,
  amount_minor: 1290,
  approved: true,
  terminal_number: '52500041',
  date: 1122,
  time: 134_107,
};

export const step = (change: Partial<DoubtStep>): DoubtStep => ({
  at: attempt.started_at,
  what: 'sent',
  code: null,
  reading: null,
  by: null,
  approved_by: null,
  ...change,
});

export function doubtView(change: Partial<DoubtView> = {}): DoubtView {
  return {
    attempt,
    cashier: 'Jonas Weber',
    reverses: null,
    baseline: reading,
    seen: null,
    history: [
      step({ by: 'Jonas Weber' }),
      step({ what: 'lost', code: 'link_lost', at: attempt.changed_at }),
    ],
    next_try_at: NOON + 40_000,
    cannot_tell: null,
    ways: ['ask', 'settle'],
    ...change,
  };
}

/** A terminal that was put in the place of the one that was asked. */
export const replaced: DoubtView = doubtView({
  attempt: {
    ...attempt,
    attempt_id: 'a-2',
    sale_id: 's-411',
    sale_number_text: '2-0411',
    terminal_id: 't-2',
    terminal_name: 'Terrace',
    amount_minor: 780,
    masked_pan: null,
    steps: [],
  },
  seen: { ...reading, receipt_no: 12, trace: 12, turnover_no: 12, terminal_number: '52509977' },
  history: [
    step({ by: 'Siti Rahman' }),
    step({ what: 'lost', code: 'closed', at: attempt.changed_at }),
    step({ what: 'asked', at: attempt.changed_at + 20 * MINUTE }),
  ],
  cashier: 'Siti Rahman',
  next_try_at: null,
  cannot_tell: 'replaced',
  ways: ['settle'],
});

/** The terminal shows the payment, and its sale was given up. */
export const reversible: DoubtView = doubtView({
  attempt: { ...attempt, attempt_id: 'a-3', amount_minor: 4500, steps: [] },
  seen: { ...reading, receipt_no: 418, trace: 88_121, turnover_no: 20_418, amount_minor: 4500 },
  ways: ['ask', 'reverse', 'settle'],
});

const NUMBERS = { terminal_number: '52500041', receipt_no: 418, amount_minor: 2340 };

/** A shop with these doubts. Asking keeps them; the slip with the right numbers settles the first. */
export function pretendDoubts(doubts: DoubtView[] = [doubtView(), replaced, reversible]): Answers {
  let open = doubts;
  const of = (attempt_id: string) => open.find((each) => each.attempt.attempt_id === attempt_id)!;
  function settle(attempt_id: string, slip: PaperSlip): AttemptView {
    for (const field of ['terminal_number', 'receipt_no', 'amount_minor'] as const) {
      if (slip[field] === NUMBERS[field]) continue;
      const reason = field === 'receipt_no' ? 'earlier_payment' : 'other_terminal';
      throw new CallError({ code: 'slip_mismatch', field, params: { field, reason } });
    }
    const settled = { ...of(attempt_id).attempt };
    settled.state = slip.approved ? 'resolved_paid' : 'resolved_not_paid';
    open = open.filter((each) => each.attempt.attempt_id !== attempt_id);
    return settled;
  }
  return {
    doubt_list: () => open,
    payment_ask: ({ attempt_id }) => ({ ...of(attempt_id).attempt, step: 'asking' }),
    payment_reverse: ({ attempt_id }) => of(attempt_id).attempt,
    payment_settle: ({ attempt_id, slip }, { approval }) => {
      if (approval === 'granted') return settle(attempt_id, slip);
      const { sale_id, amount_minor } = of(attempt_id).attempt;
      const needed = {
        act: 'doubt_settle' as const,
        sale_id,
        amount_minor,
        share: null,
        about_id: null,
      };
      throw new CallError({ code: 'approval_needed', approval: needed });
    },
  };
}
