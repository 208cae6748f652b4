// Doubts that ended while nobody looked: told once as a toast, and kept until somebody has seen in
// the tray what became of them. Owns no truth; what ended is in the journal.
import type { AttemptView } from '$/api';
import { onEvent } from '$/app/events';
import { router } from '$/app/router.svelte';
import { session } from '$/app/session.svelte';
import { query } from '$/host';
import { money } from '$/i18n/format.svelte';
import { t } from '$/i18n/texts.svelte';
import { toasts } from '$/kit/toasts.svelte';
import { sale } from '$/parts/sale/sale.svelte';
import { endKey, outcomeOf } from './outcome';

/** Payments that are known to be in doubt, by id. Nothing is drawn from it. */
// eslint-disable-next-line svelte/prefer-svelte-reactivity
const open = new Set<string>();
let ended = $state.raw<AttemptView[]>([]);

/** The sale lies in front of the person, with the same words on it. */
function inView(attempt: AttemptView): boolean {
  return router.path === '/sell' && sale.view?.sale_id === attempt.sale_id;
}

function take(attempt: AttemptView): void {
  if (attempt.state === 'unknown') open.add(attempt.attempt_id);
  const outcome = outcomeOf(attempt);
  if (outcome === null) return;
  const told = ended.some((each) => each.attempt_id === attempt.attempt_id);
  const doubted = open.delete(attempt.attempt_id) || attempt.state.startsWith('resolved_');
  if (told || !doubted || inView(attempt)) return;
  ended = [...ended, attempt];
  if (router.path === '/doubts') return;
  const look = { text: t('day-doubt-look'), run: () => router.go('/doubts') };
  const amount = money(attempt.amount_minor);
  toasts.push(t('doubts-news', { amount, end: t(endKey(attempt, outcome)) }), 'good', look);
}

export const doubtNews = {
  get ended(): AttemptView[] {
    return ended;
  },
  /** Somebody has read what became of it. */
  seen(attempt_id: string): void {
    ended = ended.filter((each) => each.attempt_id !== attempt_id);
  },
  /** Listens for ends; the answer stops it. */
  follow(): () => void {
    return onEvent('attempt', (event) => take(event.attempt));
  },
  /** Learns which payments are in doubt now, for ends that name no doubt. */
  async read(): Promise<void> {
    if (!session.can('doubt_view')) return;
    try {
      for (const { attempt } of await query('doubt_list', {})) open.add(attempt.attempt_id);
    } catch {
      // The next event brings it.
    }
  },
  forget(): void {
    open.clear();
    ended = [];
  },
};
