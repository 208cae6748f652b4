// The update of an older file, as the till tells it: by its events, else by the shop's state. Where
// the two stand apart (somebody else tried again, it ended meanwhile) the state is read anew.
import type { UpdateProgress } from '$/api';
import { onEvent } from '$/app/events';
import { session } from '$/app/session.svelte';
import { CallError, callError } from '$/host';
import { errorText } from '$/i18n/errors.svelte';
import { hasText, t } from '$/i18n/texts.svelte';
import { sizeOf } from '$/parts/safety/size';

export class Update {
  #told = $state.raw<UpdateProgress | null>(null);
  readonly runs = $derived(session.shop?.unlock_reason === 'updating');
  readonly progress = $derived(this.#told ?? session.shop?.update ?? null);
  /** Why it waits. */
  readonly trouble = $derived(this.progress?.trouble ? callError(this.progress.trouble) : null);

  /** Listens for as long as the component that calls it lives. */
  follow(): void {
    $effect(() =>
      onEvent('update', ({ progress }) => {
        this.#told = progress;
        if ((progress.step === 'failed') === this.runs) void session.start();
      }),
    );
    $effect(() =>
      onEvent('changed', ({ tags }) => {
        if (tags.includes('shop')) void session.start();
      }),
    );
  }
  /** It is tried again: what was told of the last time is old. */
  again(): void {
    this.#told = null;
  }
}

/** What is in the way of an update, and what to do about it. */
export function troubleText(error: CallError): string {
  const key = `unlock-update-trouble-${error.code}`;
  if (!hasText(key)) return errorText(error);
  const bytes = (name: string) => {
    const given = error.params[name];
    return given === undefined ? '' : sizeOf(Number(given));
  };
  const { reason = '', check } = error.params;
  return t(key, {
    reason: check ? t('error-by-check', { check: t(`backups-check-${check}`), reason }) : reason,
    room: bytes('room'),
    needed: bytes('needed'),
  });
}
