// The restore that runs now. It ends every session, so it is watched outside of the screens: by its
// events while they come, then by the till's status, which everybody may read.
import type { BackupProgress, RestoreView } from '$/api';
import { onEvent } from '$/app/events';
import { live } from '$/app/live.svelte';
import { session } from '$/app/session.svelte';

export type RunningStage = 'running' | 'done' | 'failed';

let view = $state.raw<RestoreView | null>(null);
let stage = $state<RunningStage>('running');
let progress = $state.raw<BackupProgress | null>(null);
/** The sessions were ended: from then on only the status tells. */
let ended = $state(false);
let seen = $state(false);

export const restoring = {
  get view(): RestoreView | null {
    return view;
  },
  get stage(): RunningStage {
    return stage;
  },
  get progress(): BackupProgress | null {
    return progress;
  },
  begin(of: RestoreView): void {
    view = of;
    stage = 'running';
    progress = null;
    ended = seen = false;
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
        if (view === null || stage !== 'running' || told.act !== 'restore') return;
        progress = told;
        seen = true;
        if (told.step === 'done') stage = 'done';
        if (told.step === 'failed') stage = 'failed';
      }),
    );
    $effect(() => onEvent('session', ({ state }) => void (ended ||= state === 'ended')));
    $effect(() => {
      const running = live.status?.backup.running;
      if (view === null || stage !== 'running') return;
      if (running) seen = true;
      else if (ended && seen && running === false) stage = 'done';
    });
  },
};
