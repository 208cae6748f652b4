// How the last try of a secret went, and how long the next one has to wait. The backend counts and
// refuses; this shows its time running down, so that nobody tries in vain.
import { callError, type CallError } from '$/host';
import { faultText } from '$/i18n/reasons';

/** How long a refusal says to wait, in milliseconds; 0 when it says nothing. */
function waitOf(error: CallError): number {
  if (error.code === 'try_later') return Number(error.params['seconds'] ?? 0) * 1000;
  // A wrong try says how long the next one has to wait.
  if (error.code === 'credentials_wrong') return Number(error.params['wait_s'] ?? 0) * 1000;
  if (error.code === 'locked_out') return Number(error.params['minutes'] ?? 0) * 60_000;
  return 0;
}

export class Tries {
  /** Why the last try failed; null after a good one, and after a wait that was the whole reason. */
  error = $state.raw<CallError | null>(null);
  #until_ms = $state(0);
  #now_ms = $state(Date.now());

  /** Make it while a component is made: it keeps the time for as long as that lives. */
  constructor() {
    $effect(() => {
      if (this.#until_ms === 0) return;
      const timer = setInterval(() => this.#look(), 250);
      return () => clearInterval(timer);
    });
  }

  #look(): void {
    this.#now_ms = Date.now();
    if (this.#now_ms < this.#until_ms) return;
    // How many tries are left is worth reading after the wait, too.
    if (this.error?.code === 'credentials_wrong') this.#until_ms = 0;
    else this.clear();
  }

  /** What is left of the wait, in whole seconds. */
  get left_s(): number {
    return Math.max(0, Math.ceil((this.#until_ms - this.#now_ms) / 1000));
  }
  get waits(): boolean {
    return this.left_s > 0;
  }
  /** The wait as a clock: "0:27". */
  get clock(): string {
    const { left_s } = this;
    return `${Math.floor(left_s / 60)}:${String(left_s % 60).padStart(2, '0')}`;
  }
  /** What to say; a wait with what is left of it. */
  get text(): string | null {
    if (this.error === null) return null;
    if (!this.waits) return faultText(this.error);
    const left = { seconds: String(this.left_s), minutes: String(Math.ceil(this.left_s / 60)) };
    return faultText({ ...this.error, params: { ...this.error.params, ...left } });
  }

  failed(thrown: unknown): void {
    this.error = callError(thrown);
    const wait_ms = waitOf(this.error);
    this.#now_ms = Date.now();
    this.#until_ms = wait_ms > 0 ? this.#now_ms + wait_ms : 0;
  }
  clear(): void {
    this.error = null;
    this.#until_ms = 0;
  }
}
