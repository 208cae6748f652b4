// A read that keeps itself fresh: loads when made and when what it depends on changes, again when the
// backend says that one of its tags changed. Keeps the old answer on screen while the new one comes.
import { callError, type CallError } from '$/host';
import { onEvent } from './events';

export interface Resource<T> {
  readonly value: T | undefined;
  readonly error: CallError | null;
  /** True until the first answer or error. */
  readonly loading: boolean;
  /** True while an answer is under way. */
  readonly busy: boolean;
  reload(): void;
  /** Puts a newer answer in place, for example what an act returned. */
  set(value: T): void;
}

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
