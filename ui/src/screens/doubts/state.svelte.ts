// The payments in doubt, and those that were settled while somebody looked: they stay in view with
// their outcome until the page is left. The only act is asking the terminal.
import { untrack } from 'svelte';
import { query } from '$/host';
import type { AttemptView } from '$/api';
import { act, tell } from '$/app/act.svelte';
import { onEvent } from '$/app/events';
import { resource, type Resource } from '$/app/resource.svelte';
import { outcomeOf } from './evidence';

export class DoubtsScreen {
  readonly list: Resource<AttemptView[]> = resource(
    async () => (await query('doubt_list', {})).map((doubt) => doubt.attempt),
    ['doubts'],
  );
  /** Newest state of each attempt seen on this visit. */
  #seen = $state.raw<AttemptView[]>([]);
  /** The attempt whose question is on its way to the backend. */
  asking = $state<string | null>(null);

  constructor() {
    $effect(() => onEvent('attempt', (event) => this.#take([event.attempt], false)));
    $effect(() => {
      const list = this.list.value ?? [];
      untrack(() => this.#take(list, true));
    });
  }

  #take(attempts: AttemptView[], add: boolean): void {
    const newest = (old: AttemptView) =>
      attempts.find((each) => each.attempt_id === old.attempt_id) ?? old;
    const known = (each: AttemptView) => this.#seen.some((s) => s.attempt_id === each.attempt_id);
    const fresh = add ? attempts.filter((each) => !known(each)) : [];
    this.#seen = [...this.#seen.map(newest), ...fresh];
  }

  /** Open ones first, then those settled meanwhile; oldest first in both. */
  get shown(): AttemptView[] {
    const open = this.list.value ?? [];
    const isOpen = (a: AttemptView) => open.some((each) => each.attempt_id === a.attempt_id);
    const settled = (a: AttemptView) => (outcomeOf(a) === null ? 0 : 1);
    return this.#seen
      .filter((a) => outcomeOf(a) !== null || isOpen(a))
      .sort((a, b) => settled(a) - settled(b) || a.started_at - b.started_at);
  }

  get openSum(): { count: number; amount_minor: number } {
    const open = this.shown.filter((a) => outcomeOf(a) === null);
    return {
      count: open.length,
      amount_minor: open.reduce((sum, a) => sum + a.amount_minor, 0),
    };
  }

  async ask(attempt: AttemptView): Promise<void> {
    this.asking = attempt.attempt_id;
    try {
      this.#take([await act('payment_ask', { attempt_id: attempt.attempt_id })], false);
    } catch (thrown) {
      tell(thrown);
    } finally {
      this.asking = null;
    }
  }
}
