// One act of a form: whether it is under way, and what the backend refused. What the person withdrew
// is no failure and shows nothing.
import { tick } from 'svelte';
import { callError, type CallError } from '$/host';
import { faultText } from '$/i18n/reasons';
import { isWithheld } from './act.svelte';

export class Doing {
  busy = $state(false);
  error = $state.raw<CallError | null>(null);
  /** `fields` are those that show their own error. */
  constructor(private readonly fields: readonly string[] = []) {}

  /** Runs it unless one is under way; whether it went through. The focus goes back to a
   *  field that was shut meanwhile and is still there. */
  async run(what: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    const typed = document.activeElement;
    this.busy = true;
    this.error = null;
    try {
      await what();
      return true;
    } catch (thrown) {
      const error = callError(thrown);
      if (!isWithheld(error)) this.error = error;
      return false;
    } finally {
      this.busy = false;
      void this.#giveBack(typed);
    }
  }

  async #giveBack(typed: Element | null): Promise<void> {
    await tick();
    const now = document.activeElement;
    const isLost = now === null || now === document.body || now instanceof HTMLDialogElement;
    if (isLost && typed instanceof HTMLElement && typed.isConnected) typed.focus();
  }

  /** The error of one field. */
  at(field: string): string | null {
    return this.error?.field === field ? faultText(this.error) : null;
  }

  /** The error that no field shows. */
  get rest(): string | null {
    if (this.error === null || this.fields.includes(this.error.field ?? '')) return null;
    return faultText(this.error);
  }
}
