// What Loading shows: an answer that may still be coming, or has failed.
import type { CallError } from '$/host';

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
