// What is known of a payment in doubt, as steps with their times. Pure; says nothing that the
// journal does not hold.
import type { AttemptView } from '$/api';
import { clockOf, exactTimeOf } from '$/i18n/format.svelte';
import { hasText, t } from '$/i18n/texts.svelte';
import type { Step } from '$/kit/steps';

export type Outcome = 'resolved_paid' | 'resolved_not_paid' | 'reversed';

/** How it ended, or null while it is open. An answer that came late counts as an end too. */
export function outcomeOf(attempt: AttemptView): Outcome | null {
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

/** Why no answer came, when the driver said it: "LinkLost" is `doubts-lost-link-lost`. */
function lostText(attempt: AttemptView): string {
  const code = attempt.decline_code?.replaceAll(/\B(?=[A-Z])/g, '-').toLowerCase();
  const key = code ? `doubts-lost-${code.replaceAll('_', '-')}` : '';
  return key && hasText(key) ? t(key) : t('doubts-lost');
}

export function evidence(attempt: AttemptView): Step[] {
  const first = attempt.steps.filter((s) => s.step !== 'asking');
  const asks = attempt.steps.filter((s) => s.step === 'asking');
  const list: Step[] = first.map((s) => ({
    text: t(`doubts-step-${s.step}`),
    state: 'done',
    note: exactTimeOf(s.at),
  }));
  const outcome = outcomeOf(attempt);
  if (!first.some((s) => s.step === 'answered'))
    list.push({ text: lostText(attempt), state: 'failed' });
  if (isAsking(attempt)) list.push({ text: t('doubts-asking'), state: 'now' });
  else if (outcome === null) {
    const at = asks.at(-1)?.at;
    list.push({
      text: t('doubts-asked', { count: attempt.times_asked }),
      state: 'next',
      note: at === undefined ? '' : clockOf(at),
    });
  }
  if (outcome) {
    list.push({
      text: t(`doubts-out-${outcome}`),
      state: 'done',
      note: clockOf(attempt.changed_at),
    });
  }
  return list;
}
