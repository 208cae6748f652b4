// The one door to the backend. Owns the shape of a call, its answer and its errors.
// Must never know which shell is behind it, and nothing outside src/host may know either.
import type { ApiError, Command, Commands, ErrorCode, Event } from '$/api';

export type Input<C extends Command> = Commands[C]['input'];
export type Output<C extends Command> = Commands[C]['output'];

export interface CallOptions {
  /** Made once per act of the user and kept over retries: the same id gets the first answer. */
  request_id?: string;
  /** Token of another person's approval for exactly this act. */
  approval?: string;
}

export type Listener = (event: Event) => void;
/** Whether events are flowing; false while the connection is being made again. */
export type LinkListener = (connected: boolean) => void;

export interface Host {
  readonly kind: 'tauri' | 'http' | 'fake';
  call<C extends Command>(command: C, input: Input<C>, opts?: CallOptions): Promise<Output<C>>;
  /** Delivers events until the returned function is called; reconnects by itself. */
  subscribe(listener: Listener, link?: LinkListener): () => void;
}

/** Failures that arise on this side: nothing answered; nobody approved; no factor was shown. */
export type LocalCode = 'host_unreachable' | 'approval_withheld' | 'step_up_withheld';
type AnyError = Omit<ApiError, 'code'> & { code: ErrorCode | LocalCode };

/** What the backend refused, or what kept the call from reaching it (`host_unreachable`). */
export class CallError extends Error implements AnyError {
  readonly code: AnyError['code'];
  readonly field: ApiError['field'];
  readonly params: ApiError['params'];
  readonly retry_safe: boolean;
  readonly approval: ApiError['approval'];
  readonly trace_id: string;

  constructor(error: Partial<AnyError> & Pick<AnyError, 'code'>) {
    super(error.code);
    this.name = 'CallError';
    this.code = error.code;
    this.field = error.field ?? null;
    this.params = error.params ?? {};
    this.retry_safe = error.retry_safe ?? false;
    this.approval = error.approval ?? null;
    this.trace_id = error.trace_id ?? '';
  }
}

/** Any thrown thing as a CallError. What is not one of ours is `internal`, never a retry. */
export function callError(thrown: unknown): CallError {
  if (thrown instanceof CallError) return thrown;
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown) {
    return new CallError(thrown as ApiError);
  }
  return new CallError({ code: 'internal', params: { detail: String(thrown) } });
}
