// Acts of the user on the backend. Owns the request id of an act over its retries, the question for
// another person's approval, and the words when it fails. Must never repeat what is not safe.
import type { ApprovalNeeded, Command } from '$/api';
import { CallError, call, callError, newId, type Input, type Output } from '$/host';
import { errorText } from '$/i18n/errors.svelte';
import { toasts } from '$/kit/toasts.svelte';
import { session } from './session.svelte';

const RETRY_MS = [300, 900];

interface Question {
  needed: ApprovalNeeded;
  answer: (token: string | null) => void;
}
let question = $state.raw<Question | null>(null);

/** The approval that is being asked for now; the approval sheet shows it. */
export const approval = {
  get question(): Question | null {
    return question;
  },
  answer(token: string | null): void {
    const asked = question;
    question = null;
    asked?.answer(token);
  },
};

function askApproval(needed: ApprovalNeeded): Promise<string | null> {
  return new Promise((answer) => (question = { needed, answer }));
}

const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/**
 * Does one act. The same request id goes with every retry, so it happens once. Asks for an approval
 * when the backend wants one. Throws a CallError; code `approval_withheld` when nobody approved.
 */
export async function act<C extends Command>(command: C, input: Input<C>): Promise<Output<C>> {
  const request_id = newId();
  let token: string | undefined;
  for (let tries = 0; ; tries++) {
    try {
      return await call(command, input, { request_id, approval: token });
    } catch (thrown) {
      const error = callError(thrown);
      const wait_ms = RETRY_MS[tries];
      if (error.approval !== null && token === undefined) {
        token = (await askApproval(error.approval)) ?? undefined;
        if (token === undefined) throw new CallError({ code: 'approval_withheld' });
      } else if (error.retry_safe && error.code === 'host_unreachable' && wait_ms !== undefined) {
        await pause(wait_ms);
      } else {
        if (error.code === 'session_locked') session.told('locked');
        if (error.code === 'session_ended') session.told('ended');
        throw error;
      }
    }
  }
}

/** Shows a failure as a toast. What the person withdrew is not a failure. */
export function tell(thrown: unknown): void {
  const error = callError(thrown);
  if (error.code !== 'approval_withheld') toasts.push(errorText(error), 'bad');
}

/** Does an act and tells of its failure; null then. */
export async function tryAct<C extends Command>(
  command: C,
  input: Input<C>,
): Promise<Output<C> | null> {
  try {
    return await act(command, input);
  } catch (thrown) {
    tell(thrown);
    return null;
  }
}
