// The pictures of the kinds of slot.
import Cpu from '@lucide/svelte/icons/cpu';
import FileKey from '@lucide/svelte/icons/file-key';
import KeyRound from '@lucide/svelte/icons/key-round';
import Keyboard from '@lucide/svelte/icons/keyboard';
import ScrollText from '@lucide/svelte/icons/scroll-text';
import type { SlotKind } from '$/api';

export const SLOT_ICONS = {
  keychain: KeyRound,
  tpm: Cpu,
  passphrase: Keyboard,
  recovery_phrase: ScrollText,
  key_file: FileKey,
} as const satisfies Record<SlotKind, unknown>;
