// Acts of the user on the backend. Owns the request id of an act over its retries, the questions for
// another person's approval and for a factor of one's own, and the words when it fails. Must never
// repeat what is not safe.
import type { ApprovalNeeded, Command } from '$/api';
import { CallError, call, callError, newId, type Input, type Output } from '$/host';
import { errorText } from '$/i18n/errors.svelte';
import { toasts } from '$/kit/toasts.svelte';
import { session } from './session.svelte';

const RETRY_MS = [300, 900];
/** An approval that takes longer than the step-up before it asks for another one. */
const STEP_UPS_MAX = 3;

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

let asking = $state.raw<((shown: boolean) => void) | null>(null);
let until_ms = $state(0);

function answerStepUp(shown: boolean): void {
  const waiting = asking;
  asking = null;
  waiting?.(shown);
}

/** The step-up that is being asked for now; the step-up sheet shows it. */
export const stepUp = {
  get asked(): boolean {
    return asking !== null;
  },
  /** Until when, by this window's clock, sensitive acts are open here; the backend counts itself. */
  get until_ms(): number {
    return until_ms;
  },
  /** A factor was shown; the backend said for how long it counts. */
  shown(seconds: number): void {
    until_ms = Date.now() + seconds * 1000;
    answerStepUp(true);
  },
  withhold(): void {
    answerStepUp(false);
  },
  /** Locked or signed out: the minute is over, and so is the question. */
  end(): void {
    until_ms = 0;
    answerStepUp(false);
  },
};

/** Two acts at once share the one question. */
function askStepUp(): Promise<boolean> {
  const before = asking;
  return new Promise((answer) => {
    asking = (shown) => {
      before?.(shown);
      answer(shown);
    };
  });
}

function askApproval(needed: ApprovalNeeded): Promise<string | null> {
  return new Promise((answer) => (question = { needed, answer }));
}

const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/**
 * Does one act. The same request id goes with every retry, so it happens once. Asks for an approval
 * or a step-up when the backend wants one. Throws a CallError; code `approval_withheld` when nobody
 * approved, `step_up_withheld` when the person did not show a factor.
 */
export async function act<C extends Command>(command: C, input: Input<C>): Promise<Output<C>> {
  const request_id = newId();
  let token: string | undefined;
  let ups = 0;
  for (let tries = 0; ; tries++) {
    try {
      return await call(command, input, { request_id, approval: token });
    } catch (thrown) {
      const error = callError(thrown);
      const wait_ms = RETRY_MS[tries];
      if (error.approval !== null && token === undefined) {
        token = (await askApproval(error.approval)) ?? undefined;
        if (token === undefined) throw new CallError({ code: 'approval_withheld' });
      } else if (error.code === 'step_up_needed' && ups++ < STEP_UPS_MAX) {
        if (!(await askStepUp())) throw new CallError({ code: 'step_up_withheld' });
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

/** Whether the person took the act back; that is no failure. */
export function isWithheld(error: CallError): boolean {
  return error.code === 'approval_withheld' || error.code === 'step_up_withheld';
}

/** Shows a failure as a toast. What the person withdrew is not a failure. */
export function tell(thrown: unknown): void {
  const error = callError(thrown);
  if (!isWithheld(error)) toasts.push(errorText(error), 'bad');
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
