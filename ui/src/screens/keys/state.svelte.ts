// The keys and slots as the vault tells them, and what is done to them. Never holds a key; a phrase
// that is shown once is in the sheet that shows it.
import type { Event, KeyList, KeyView, SlotKind, SlotView } from '$/api';
import { act } from '$/app/act.svelte';
import { onEvent } from '$/app/events';
import { resource, type Resource } from '$/app/resource.svelte';
import { query, type Input } from '$/host';

type KeyKind = KeyView['key'];
export type KeyStep = Extract<Event, { type: 'key_rotation' }>['step'];
export const KEY_STEPS: readonly KeyStep[] = ['made', 'carried', 'verified', 'done'];

export class KeysScreen {
  readonly list: Resource<KeyList> = resource(() => query('key_list', {}), ['keys']);
  /** The key that is made anew now, and how far that is. */
  rotating = $state.raw<{ key: KeyKind; step: KeyStep | null } | null>(null);

  constructor() {
    $effect(() =>
      onEvent('key_rotation', ({ key, step }) => {
        if (this.rotating?.key === key) this.rotating = { key, step };
      }),
    );
  }

  /** Slots that only a person can open: a new key for them needs what is typed. */
  get typedSlots(): SlotView[] {
    return (this.list.value?.slots ?? []).filter((slot) => !slot.automatic);
  }

  async rotate(key: KeyKind, secrets: Input<'key_rotate'>['secrets']): Promise<void> {
    this.rotating = { key, step: null };
    try {
      this.list.set(await act('key_rotate', { key, secrets }));
    } finally {
      this.rotating = null;
    }
  }

  /** The words of a new recovery phrase, or null where the slot has none. */
  async add(kind: SlotKind, passphrase: string | null): Promise<readonly string[] | null> {
    const added = await act('slot_add', { kind, passphrase });
    this.list.set(added.list);
    return added.recovery_phrase;
  }

  async test(slot: SlotView, secret: string | null): Promise<void> {
    const { slot_id, kind } = slot;
    const input = {
      slot_id,
      passphrase: kind === 'passphrase' ? secret : null,
      phrase: kind === 'recovery_phrase' ? secret : null,
    };
    this.list.set(await act('slot_test', input));
  }

  async remove(slot_id: number): Promise<void> {
    this.list.set(await act('slot_remove', { slot_id }));
  }
}
