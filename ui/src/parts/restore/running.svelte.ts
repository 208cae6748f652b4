// The restore that runs now. It ends every session, so it is watched outside of the screens: how it
// stands by the till's status, which everybody may read, and how far it is by its events.
import type { BackupProgress, RestoreState, RestoreView } from '$/api';
import { onEvent } from '$/app/events';
import { live } from '$/app/live.svelte';
import { session } from '$/app/session.svelte';

let view = $state.raw<RestoreView | null>(null);
let stage = $state<RestoreState>('running');
let progress = $state.raw<BackupProgress | null>(null);
/** The till has told of it: its own word counts from then on, not the answer to the call. */
let seen = $state(false);

export const restoring = {
  get view(): RestoreView | null {
    return view;
  },
  get stage(): RestoreState {
    return stage;
  },
  get progress(): BackupProgress | null {
    return progress;
  },
  begin(of: RestoreView): void {
    view = of;
    stage = 'running';
    progress = null;
    seen = false;
  },
  /** It was refused before it began. */
  withdraw(): void {
    if (stage === 'running' && !seen) view = null;
  },
  /** It was done in one call; nothing is to be watched. */
  isDone(of: RestoreView): void {
    view = of;
    stage = 'done';
  },
  putAway(): void {
    view = null;
    void session.start();
  },
  /** Watches for as long as the component that calls it lives. */
  watch(): void {
    $effect(() =>
      onEvent('backup', ({ progress: told }) => {
        if (told.act === 'restore') progress = told;
      }),
    );
    $effect(() => {
      const told = live.status?.restore;
      if (!told || told.stage_id !== view?.stage_id || stage !== 'running') return;
      seen = true;
      stage = told.state;
    });
  },
};
