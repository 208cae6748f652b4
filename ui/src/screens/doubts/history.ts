// What happened to a payment in doubt, as steps with their times: the journal's entries, between
// them what the cable said while this program ran. Pure.
import type { AttemptStep, DoubtEvent, DoubtStep, DoubtView } from '$/api';
import { clockOf, exactTimeOf } from '$/i18n/format.svelte';
import { hasText, t } from '$/i18n/texts.svelte';
import type { Step } from '$/kit/steps';
import { endKey, isAsking, outcomeOf } from '$/parts/doubt/outcome';

/** What the journal tells itself, or what is no step of the payment. */
const TOLD_ELSEWHERE: readonly AttemptStep[] = ['written', 'answered', 'stored', 'asking'];
/** Entries after which nothing is open any more. */
const ENDS: readonly DoubtEvent[] = [
  'ended',
  'declined',
  'found_paid',
  'found_not_paid',
  'reversed',
  'settled_paid',
  'settled_not_paid',
];

/** Why no answer came, when the driver said it: `link_lost` is `doubts-lost-link-lost`. */
function lostText(code: string | null): string {
  const key = code ? `doubts-lost-${code.replaceAll('_', '-')}` : '';
  return key && hasText(key) ? t(key) : t('doubts-lost');
}

function textOf(step: DoubtStep): string {
  const text = step.what === 'lost' ? lostText(step.code) : t(`doubts-did-${step.what}`);
  if (step.by === null) return text;
  const by = step.approved_by
    ? t('doubts-by-two', { name: step.by, second: step.approved_by })
    : step.by;
  return t('doubts-by', { what: text, by });
}

function stateOf(what: DoubtEvent): Step['state'] {
  switch (what) {
    case 'lost':
      return 'failed';
    case 'asked':
      return 'next';
    case 'sent':
    case 'approved':
    case 'ended':
    case 'declined':
    case 'found_paid':
    case 'found_not_paid':
    case 'reversed':
    case 'settled_paid':
    case 'settled_not_paid':
      return 'done';
  }
}

/** How it stands: being asked, how often it was, or how it ended. */
function standing({ attempt, history }: DoubtView): Step | null {
  if (isAsking(attempt)) return { text: t('doubts-asking'), state: 'now' };
  const outcome = outcomeOf(attempt);
  if (outcome === null) {
    const told = history.filter(({ what }) => what === 'asked').length;
    if (told > 0 && attempt.times_asked <= told) return null;
    const at = attempt.steps.findLast(({ step }) => step === 'asking')?.at;
    const note = at === undefined || attempt.times_asked === 0 ? '' : clockOf(at);
    return { text: t('doubts-asked', { count: attempt.times_asked }), state: 'next', note };
  }
  if (history.some(({ what }) => ENDS.includes(what))) return null;
  const note = exactTimeOf(attempt.changed_at);
  return { text: t(endKey(attempt, outcome)), state: 'done', note };
}

/** All of it, oldest first. */
export function historyOf(doubt: DoubtView): Step[] {
  const told = doubt.history.map((step) => ({
    at: step.at,
    step: { text: textOf(step), state: stateOf(step.what), note: exactTimeOf(step.at) },
  }));
  const live = doubt.attempt.steps
    .filter(({ step }) => !TOLD_ELSEWHERE.includes(step))
    .map(({ step, at }) => ({
      at,
      step: { text: t(`doubts-step-${step}`), state: 'done' as const, note: exactTimeOf(at) },
    }));
  const list: Step[] = [...told, ...live].sort((a, b) => a.at - b.at).map(({ step }) => step);
  const last = standing(doubt);
  return last === null ? list : [...list, last];
}

/** A doubt of which nothing but its payment is known (it ended before anybody looked). */
export function bare(attempt: DoubtView['attempt']): DoubtView {
  const sent: DoubtStep = {
    at: attempt.started_at,
    what: 'sent',
    code: null,
    reading: null,
    by: null,
    approved_by: null,
  };
  return {
    attempt,
    cashier: '',
    reverses: null,
    baseline: null,
    seen: null,
    history: [sent],
    next_try_at: null,
    cannot_tell: null,
    ways: [],
  };
}
