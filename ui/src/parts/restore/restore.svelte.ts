// A restore from choosing the backup to the moment before it is done. In an open shop two people do it;
// on a computer without one, who has the phrase of that day. Owns the answers; forgets the phrase when
// the backup has been looked at.
import type { KeySlot, RestoreSource, RestoreSourceView, RestoreView } from '$/api';
import { act } from '$/app/act.svelte';
import { resource, type Resource } from '$/app/resource.svelte';
import { call, newId, query } from '$/host';
import { cleanPhrase } from '$/parts/phrase/typed';

/** In an open shop; or where there is none, or where its file does not open any more. */
export type RestoreIn = 'open' | 'anew';
export type RestoreStage = 'source' | 'loss' | 'paper' | 'go';
const ORDER: readonly RestoreStage[] = ['source', 'loss', 'paper', 'go'];
/** As in the backend: the largest number that stands on a receipt. */
const NUMBER_MAX = 999_999_999;

/** A number off a paper; null: none is there; undefined: not a number. */
export function paperNumber(text: string): number | null | undefined {
  const typed = text.trim();
  if (typed === '') return null;
  // Receipts show the till before the number: "2-0417".
  const digits = /(?:^|-)(\d+)$/.exec(typed)?.[1];
  const number = digits === undefined ? NaN : Number(digits);
  return number > 0 && number <= NUMBER_MAX ? number : undefined;
}

export class Restore {
  readonly sources: Resource<RestoreSourceView[]>;
  stage = $state<RestoreStage>('source');
  source = $state.raw<RestoreSource | null>(null);
  path = $state('');
  phrase = $state('');
  view = $state.raw<RestoreView | null>(null);
  receipt_no = $state('');
  z_number = $state('');
  no_paper = $state(false);
  key_slot = $state<KeySlot>('keychain');
  passphrase = $state('');

  constructor(readonly into: RestoreIn) {
    this.sources = resource(() =>
      into === 'open' ? query('restore_sources', {}) : query('shop_restore_sources', {}),
    );
  }

  /** What is chosen: one of the list, or a file by its path. */
  get wanted(): RestoreSource | null {
    if (this.source !== null) return this.source;
    return this.path.trim() === '' ? null : { kind: 'file', path: this.path.trim() };
  }
  /** Whether this step comes after the one that is open. */
  isDone(stage: RestoreStage): boolean {
    return ORDER.indexOf(stage) < ORDER.indexOf(this.stage);
  }
  goTo(stage: RestoreStage): void {
    if (!this.isDone(stage)) return;
    this.stage = stage;
    if (stage === 'source') this.view = null;
  }
  next(): void {
    const next = ORDER[ORDER.indexOf(this.stage) + 1];
    if (next) this.stage = next;
  }

  async look(): Promise<void> {
    const source = this.wanted;
    if (source === null) return;
    const phrase = this.phrase.trim() === '' ? null : cleanPhrase(this.phrase);
    const command = this.into === 'open' ? 'restore_look' : 'shop_restore_look';
    this.view = await call(command, { source, phrase }, { request_id: newId() });
    this.phrase = '';
    this.next();
  }

  get numbers(): { paper_receipt_no: number | null; paper_z_number: number | null } | null {
    if (this.no_paper) return { paper_receipt_no: null, paper_z_number: null };
    const receipt = paperNumber(this.receipt_no);
    const z = paperNumber(this.z_number);
    if (receipt === undefined || receipt === null || z === undefined) return null;
    return { paper_receipt_no: receipt, paper_z_number: z };
  }

  async begin(): Promise<void> {
    const { view, numbers } = this;
    if (view === null || numbers === null) return;
    const { stage_id } = view;
    if (this.into === 'open') {
      await act('restore_begin', { stage_id, ...numbers });
    } else {
      const { key_slot } = this;
      const passphrase = key_slot === 'passphrase' ? this.passphrase : null;
      await act('shop_restore', { stage_id, key_slot, passphrase, ...numbers });
      this.passphrase = '';
    }
  }
}
