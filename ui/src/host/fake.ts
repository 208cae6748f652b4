// A host for tests: answers from a table of functions and lets the test send events.
// Never part of a shipped build; nothing in src/app or src/screens may import it.
import type { Command, Event } from '$/api';
import {
  CallError,
  type CallOptions,
  type Host,
  type Input,
  type Listener,
  type Output,
} from './host';

export type Answers = {
  [C in Command]?: (input: Input<C>, opts: CallOptions) => Output<C> | Promise<Output<C>>;
};
export interface Call {
  command: Command;
  input: unknown;
  opts: CallOptions;
}
export interface FakeHost extends Host {
  readonly calls: Call[];
  emit(event: Event): void;
}

export function fakeHost(answers: Answers): FakeHost {
  const listeners = new Set<Listener>();
  const calls: Call[] = [];
  return {
    kind: 'fake',
    calls,
    async call<C extends Command>(command: C, input: Input<C>, opts: CallOptions = {}) {
      calls.push({ command, input, opts });
      const answer = answers[command];
      if (answer === undefined) throw new CallError({ code: 'command_unknown' });
      return structuredClone(await answer(structuredClone(input), opts));
    },
    subscribe(listener, link) {
      listeners.add(listener);
      link?.(true);
      return () => void listeners.delete(listener);
    },
    emit(event) {
      for (const listener of listeners) listener(structuredClone(event));
    },
  };
}
