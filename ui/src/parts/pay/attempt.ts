// What a card payment's state means for the person at the till: the steps to show, the sentence to
// say, and what can be done. Pure; the state itself is the backend's.
import type { AttemptStep, AttemptView } from '$/api';
import type { Step } from '$/kit/steps';

/** Progress of a payment in halves: odd places are waits, even ones are facts. */
const RANK: Record<AttemptStep, number> = {
  written: 0,
  accepted: 2,
  card_awaited: 3,
  card_read: 4,
  authorising: 5,
  answered: 6,
  asking: 6,
  stored: 8,
};

/** A step as a text: while it is awaited, or when it is done. */
export type StepName = AttemptStep | 'sending' | 'storing' | 'ending';

/** The lines of the list: which fact each waits for, and its texts before and after. */
const LINES: { fact: number; wait: StepName; done: StepName; times: AttemptStep[] }[] = [
  { fact: 0, wait: 'written', done: 'written', times: ['written'] },
  { fact: 2, wait: 'sending', done: 'accepted', times: ['accepted'] },
  { fact: 4, wait: 'card_awaited', done: 'card_read', times: ['card_read', 'authorising'] },
  { fact: 6, wait: 'authorising', done: 'answered', times: ['answered'] },
  { fact: 8, wait: 'storing', done: 'stored', times: ['stored'] },
];

/** ZVT result code: ended by a key or by time, before the bank was asked. */
const CANCELLED = '6C';

/** `finishing`: approved and on disk, while the terminal has not ended the order. */
export type Outcome = 'running' | 'finishing' | 'good' | 'refused' | 'undone' | 'unknown';

export function outcome({ state }: Pick<AttemptView, 'state'>): Outcome {
  switch (state) {
    case 'sent':
      return 'running';
    case 'approved':
      return 'finishing';
    case 'captured':
    case 'resolved_paid':
      return 'good';
    case 'declined':
      return 'refused';
    case 'resolved_not_paid':
    case 'reversed':
      return 'undone';
    case 'unknown':
      return 'unknown';
  }
}

export interface StepWords {
  text: (step: StepName) => string;
  clock: (at: number) => string;
  left: (seconds: number) => string;
}

/** How far a payment has provably come: what is on disk about its end proves nothing on the way. */
function reached(attempt: AttemptView, how: Outcome): number {
  if (how === 'good' || how === 'finishing') return RANK.stored;
  const seen = attempt.steps.map(({ step }) => step);
  if (how === 'running') seen.push(attempt.step);
  const proofs = seen.filter(
    (step) => how === 'running' || (step !== 'stored' && step !== 'asking'),
  );
  return Math.max(0, ...proofs.map((step) => RANK[step]));
}

/** The step list of an attempt as it stands at `now_ms`. A step is only done when it is known to be. */
export function attemptSteps(attempt: AttemptView, now_ms: number, words: StepWords): Step[] {
  const how = outcome(attempt);
  const times = new Map(attempt.steps.map(({ step, at }) => [step, at]));
  const far = reached(attempt, how);
  const current = LINES.findIndex((line) => line.fact > far);
  const ended = how !== 'running' && how !== 'finishing' && how !== 'unknown';
  const lines = LINES.map((line, i): Step => {
    const last = ended && line.done === 'stored';
    if (current === -1 || i < current || last) {
      const refused = how === 'refused' && line.done === 'answered';
      const at = line.times.map((step) => times.get(step)).find((each) => each !== undefined);
      const note = at === undefined ? undefined : words.clock(at);
      return { text: words.text(line.done), state: refused ? 'failed' : 'done', note };
    }
    const text = words.text(line.wait);
    if (i > current) return { text, state: 'next' };
    if (how !== 'running') return { text, state: 'failed' };
    const left_ms = attempt.deadline_at === null ? 0 : attempt.deadline_at - now_ms;
    const note = left_ms > 0 ? words.left(Math.ceil(left_ms / 1000)) : undefined;
    return { text, state: 'now', note };
  });
  if (how === 'finishing') lines.push({ text: words.text('ending'), state: 'now' });
  return lines;
}

export interface Say {
  key: string;
  /** Key of the smaller line, if it has one. */
  more?: string;
  tone: 'go' | 'wait' | 'bad';
}

/** What the customer or the cashier must do now, in one sentence. */
export function say(attempt: AttemptView): Say {
  switch (outcome(attempt)) {
    case 'good':
      if (attempt.act === 'refund') return { key: 'pay-say-refunded', more: 'paid', tone: 'go' };
      if (attempt.act === 'reversal') return { key: 'pay-say-reversed', more: 'paid', tone: 'go' };
      return { key: 'pay-say-paid', more: 'paid', tone: 'go' };
    case 'finishing':
      return { key: 'pay-say-finishing', more: 'pay-say-finishing-text', tone: 'go' };
    case 'refused':
      if (attempt.decline_code === CANCELLED) {
        return { key: 'pay-say-cancelled', more: 'pay-say-declined-text', tone: 'wait' };
      }
      return { key: 'pay-say-declined', more: 'declined', tone: 'bad' };
    case 'undone': {
      const key = attempt.state === 'reversed' ? 'pay-say-reversed' : 'pay-say-not-paid';
      return { key, more: 'pay-say-declined-text', tone: 'wait' };
    }
    case 'unknown':
      if (attempt.step === 'asking') return { key: 'pay-say-asking', tone: 'wait' };
      return { key: 'pay-say-unknown', more: 'pay-say-unknown-text', tone: 'bad' };
    case 'running':
      return running(attempt);
  }
}

function running({ step, act }: AttemptView): Say {
  if (act === 'reversal' && step !== 'asking') {
    return { key: 'pay-say-taking-back', more: 'amount', tone: 'go' };
  }
  switch (step) {
    case 'written':
      return { key: 'pay-say-sending', tone: 'go' };
    case 'accepted':
    case 'card_awaited':
      if (act === 'refund') return { key: 'pay-say-refund', more: 'amount', tone: 'go' };
      return { key: 'pay-say-card', more: 'amount', tone: 'go' };
    case 'card_read':
      return { key: 'pay-say-read', more: 'pay-say-read-text', tone: 'go' };
    case 'authorising':
      return { key: 'pay-say-bank', more: 'pay-say-bank-text', tone: 'go' };
    case 'answered':
    case 'stored':
      return { key: 'pay-say-answered', tone: 'go' };
    case 'asking':
      return { key: 'pay-say-asking', tone: 'wait' };
  }
}

/** Whether one telling of an attempt is newer than another: later changed, or further on. */
export function isNewer(one: AttemptView, other: AttemptView): boolean {
  if (one.changed_at !== other.changed_at) return one.changed_at > other.changed_at;
  return one.steps.length >= other.steps.length;
}

/** The end of a masked card number as people read it: "•••• 0043". */
export function cardTail(masked_pan: string | null): string {
  const tail = /\d{4}$/.exec(masked_pan ?? '')?.[0];
  return tail === undefined ? '' : `•••• ${tail}`;
}

/** The attempt that the pay sheet is about: one that runs or is not ended, one in doubt, else the
 *  newest. */
export function current(attempts: readonly AttemptView[]): AttemptView | null {
  const newest = [...attempts].sort((a, b) => b.started_at - a.started_at);
  return (
    newest.find((each) => each.state === 'sent' || each.state === 'approved') ??
    newest.find((each) => each.state === 'unknown') ??
    newest[0] ??
    null
  );
}
