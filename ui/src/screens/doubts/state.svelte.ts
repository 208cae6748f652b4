// The tray's state: open doubts with their evidence, those that ended and were not seen yet, which of
// them lies open, and the acts on them. Owns no rule; what may be done stands in each doubt's ways.
import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { AttemptView, DoubtView, PaperSlip } from '$/api';
import { act, tell } from '$/app/act.svelte';
import { onEvent } from '$/app/events';
import { live } from '$/app/live.svelte';
import { resource, type Resource } from '$/app/resource.svelte';
import { callError, newId, query, type CallError } from '$/host';
import { doubtNews } from '$/parts/doubt/news.svelte';
import { bare } from './history';

export class DoubtsScreen {
  readonly list: Resource<DoubtView[]> = resource(() => query('doubt_list', {}), ['doubts']);
  /** Newest state of each doubt seen on this visit. */
  #known = new SvelteMap<string, DoubtView>();
  #chosen = $state<string | null>(null);
  /** The act that is on its way to the backend, and for which payment. */
  acting = $state.raw<{ attempt_id: string; way: 'ask' | 'reverse' } | null>(null);

  constructor() {
    $effect(() => onEvent('attempt', (event) => this.#moved(event.attempt)));
    $effect(() => {
      const list = this.list.value ?? [];
      untrack(() => list.forEach((each) => this.#known.set(each.attempt.attempt_id, each)));
    });
    // The till asks by itself, and a terminal that is back opens ways: both change the evidence.
    let links = $derived(
      live.status?.terminals.map((each) => `${each.terminal_id} ${each.link}`).join() ?? '',
    );
    let due = $derived(
      this.list.value?.filter((each) => each.next_try_at !== null && each.next_try_at < live.now)
        .length ?? 0,
    );
    let before = '';
    $effect(() => {
      const now = `${links} ${due}`;
      if (before !== '' && now !== before) untrack(() => this.list.reload());
      before = now;
    });
  }

  #moved(attempt: AttemptView): void {
    const known = this.#known.get(attempt.attempt_id);
    if (known) this.#known.set(attempt.attempt_id, { ...known, attempt });
    if (known || attempt.state === 'unknown') this.list.reload();
  }

  /** Still to be settled: in doubt, or paid while no sale stands for it. */
  isOpen(doubt: DoubtView): boolean {
    const { attempt_id } = doubt.attempt;
    return (this.list.value ?? []).some((each) => each.attempt.attempt_id === attempt_id);
  }

  /** Open ones first, then those that ended and were not seen; oldest first in both. */
  get shown(): DoubtView[] {
    const listed = (this.list.value ?? []).map(({ attempt }) => attempt.attempt_id);
    const open = listed
      .map((id) => this.#known.get(id))
      .filter((each) => each !== undefined)
      .sort((a, b) => a.attempt.started_at - b.attempt.started_at);
    const ended = doubtNews.ended
      .filter((each) => !listed.includes(each.attempt_id))
      .map((attempt) => {
        const known = this.#known.get(attempt.attempt_id);
        return known ? { ...known, attempt } : bare(attempt);
      });
    return [...open, ...ended];
  }

  /** The one that lies open: what was chosen, else the first. */
  get chosen(): string | null {
    const { shown } = this;
    const found = shown.find((each) => each.attempt.attempt_id === this.#chosen) ?? shown[0];
    return found?.attempt.attempt_id ?? null;
  }
  choose(attempt_id: string): void {
    this.#chosen = attempt_id;
  }

  get openSum(): { count: number; amount_minor: number } {
    const open = this.shown.filter((each) => this.isOpen(each));
    return {
      count: open.length,
      amount_minor: open.reduce((sum, { attempt }) => sum + attempt.amount_minor, 0),
    };
  }

  async #run(way: 'ask' | 'reverse', of: DoubtView, run: () => Promise<unknown>): Promise<void> {
    if (this.acting !== null) return;
    this.acting = { attempt_id: of.attempt.attempt_id, way };
    try {
      await run();
    } catch (thrown) {
      tell(thrown);
    } finally {
      this.acting = null;
      this.list.reload();
    }
  }
  ask(doubt: DoubtView): Promise<void> {
    const { attempt_id } = doubt.attempt;
    return this.#run('ask', doubt, async () =>
      this.#moved(await act('payment_ask', { attempt_id })),
    );
  }
  /** Takes the payment back at the terminal; the reversal is a payment of its own. */
  reverse(doubt: DoubtView): Promise<void> {
    const input = { attempt_id: doubt.attempt.attempt_id, reversal_id: newId() };
    return this.#run('reverse', doubt, () => act('payment_reverse', input));
  }
  /** Null when it was settled, else why not. */
  async settle(doubt: DoubtView, slip: PaperSlip): Promise<CallError | null> {
    const { attempt_id } = doubt.attempt;
    try {
      this.#moved(await act('payment_settle', { attempt_id, paid: slip.approved, slip }));
      return null;
    } catch (thrown) {
      return callError(thrown);
    } finally {
      this.list.reload();
    }
  }
}
