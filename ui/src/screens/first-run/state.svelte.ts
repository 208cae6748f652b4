// The first run from the first question to the manager's second factor. Keeps the recovery phrase in
// memory until it was confirmed, then forgets it; nothing of it is stored or copied. Signs the
// manager in with the password just chosen, which is forgotten at once.
import { callError, newId, call, query, type CallError } from '$/host';
import type { ShopPresets, ShopStatus } from '$/api';
import { resource, type Resource } from '$/app/resource.svelte';
import { session } from '$/app/session.svelte';
import { t, words } from '$/i18n/texts.svelte';
import { PhraseKept } from '$/parts/phrase/kept.svelte';
import * as run from '$/parts/shop/steps';

export class FirstRun {
  stage = $state<run.Stage>('welcome');
  draft = $state<run.Draft>(run.emptyDraft(words.language));
  /** Faults are shown once somebody wanted to go on. */
  tried = $state(false);
  error = $state.raw<CallError | null>(null);
  /** The recovery phrase, until two of its words were typed. */
  kept = $state.raw<PhraseKept | null>(null);
  status = $state.raw<ShopStatus | null>(null);
  /** Lets the frame look at the shop again; until then no reconnect takes the phrase away. */
  #free: () => void = () => {};
  readonly presets: Resource<ShopPresets> = resource(() => query('shop_presets', {}));

  get step(): run.Step | null {
    return run.steps.find((step) => step === this.stage) ?? null;
  }
  /** What is wrong on this step, by field; what the backend refused counts too. */
  get faults(): run.Faults {
    if (this.step === null) return {};
    return this.tried ? run.faultsOf(this.step, this.draft) : {};
  }
  faultText = (field: string): string | null => {
    const code = this.faults[field];
    return code ? t(`first-run-fault-${code}`) : null;
  };

  speak(language: 'en' | 'zh'): void {
    words.speak(language);
    this.draft.language = language;
  }

  chooseCountry(code: string): void {
    const preset = this.presets.value?.countries.find((c) => c.code === code);
    if (preset) this.draft = run.withCountry(this.draft, preset);
  }

  /** Goes on, or shows what is missing. Answers whether it went. */
  next(): boolean {
    const step = this.step;
    if (step === null) return false;
    this.tried = true;
    if (Object.keys(run.faultsOf(step, this.draft)).length > 0) return false;
    this.#enter(run.steps[run.steps.indexOf(step) + 1]);
    return true;
  }
  back(): void {
    const at = this.step === null ? 0 : run.steps.indexOf(this.step);
    if (at > 0) this.#enter(run.steps[at - 1]);
  }
  goTo(step: run.Step): void {
    if (this.step && run.steps.indexOf(step) < run.steps.indexOf(this.step)) this.#enter(step);
  }

  #enter(step: run.Step | undefined): void {
    this.tried = false;
    if (step === undefined) return void this.#create();
    if (step === 'shop' && this.draft.register_name === '') {
      this.draft.register_name = t('first-run-shop-register-value');
    }
    this.stage = step;
  }

  async #create(): Promise<void> {
    this.error = null;
    this.stage = 'creating';
    const free = session.holdGate();
    try {
      const input = run.createInput(this.draft);
      const made = await call('shop_create', input, { request_id: newId() });
      this.kept = new PhraseKept(made.recovery_phrase);
      this.status = made.status;
      await this.#signIn();
      this.#forgetSecrets();
      this.#free = free;
      this.stage = 'phrase';
    } catch (thrown) {
      this.error = callError(thrown);
      free();
    }
  }

  /** The shop is there whatever becomes of this; who is not signed in does it at the sign-in. */
  async #signIn(): Promise<void> {
    try {
      const [manager] = await query('session_users', {});
      const password = this.draft.manager_password;
      if (manager) await session.signIn(manager.user_id, { password });
    } catch {
      // The sign-in screen asks again.
    }
  }

  #forgetSecrets(): void {
    const empty = { manager_password: '', manager_password_again: '', manager_pin: '' };
    Object.assign(this.draft, { ...empty, passphrase: '', passphrase_again: '' });
  }

  /** After a refusal: back to the step that asks for the refused field. */
  changeAnswers(): void {
    const field = this.error?.field ?? null;
    this.tried = false;
    this.stage = run.stepOfField(field);
  }

  askWords(): void {
    this.kept?.ask();
    this.stage = 'confirm';
  }

  confirm(): boolean {
    if (!this.kept?.confirm()) return false;
    this.kept = null;
    this.stage = session.user?.must === 'enrol_second_factor' ? 'factor' : 'done';
    return true;
  }

  /** The second factor is in the phone and its codes are kept. */
  enrolled(): void {
    this.stage = 'done';
    void session.refresh().catch(() => session.signOut());
  }

  seeAgain(): void {
    this.kept?.see();
    this.stage = 'phrase';
  }

  /** Leaves the first run: from here on the shop is open. */
  finish(): void {
    this.#free();
    if (this.status) session.shopChanged(this.status);
  }
}
