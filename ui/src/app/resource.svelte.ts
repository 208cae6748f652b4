// A read that keeps itself fresh: loads when made and when what it depends on changes, again when the
// backend says that one of its tags changed. Keeps the old answer on screen while the new one comes.
import { callError, type CallError } from '$/host';
import type { Resource } from '$/kit/resource';
import { onEvent } from './events';

export type { Resource } from '$/kit/resource';

/** Make it while a component is made. State read before the first `await` of `load` is followed. */
export function resource<T>(load: () => Promise<T>, tags: readonly string[] = []): Resource<T> {
  let value = $state.raw<T | undefined>(undefined);
  let error = $state.raw<CallError | null>(null);
  let busy = $state(true);
  let again = $state(0);
  let round = 0;

  $effect(() => {
    void again;
    const mine = ++round;
    const answer = load();
    busy = true;
    answer.then(
      (next) => {
        if (mine !== round) return;
        value = next;
        error = null;
        busy = false;
      },
      (thrown) => {
        if (mine !== round) return;
        error = callError(thrown);
        busy = false;
      },
    );
  });
  $effect(() =>
    onEvent('changed', (event) => {
      if (event.tags.some((tag) => tags.includes(tag))) again++;
    }),
  );

  return {
    get value() {
      return value;
    },
    get error() {
      return error;
    },
    get loading() {
      return value === undefined && error === null;
    },
    get busy() {
      return busy;
    },
    reload: () => void again++,
    set(next) {
      round++;
      value = next;
      error = null;
      busy = false;
    },
  };
}
