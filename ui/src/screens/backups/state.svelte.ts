// Backups as the desk tells them: the list, what runs now, the plan. The desk works on its own; what is
// begun here goes on when the screen is left.
import type { BackupList, BackupPlanSave, BackupPlanView, BackupProgress } from '$/api';
import { act, tell } from '$/app/act.svelte';
import { onEvent } from '$/app/events';
import { resource, type Resource } from '$/app/resource.svelte';
import { query } from '$/host';
import { t } from '$/i18n/texts.svelte';
import { toasts } from '$/kit/toasts.svelte';

export class BackupsScreen {
  readonly list: Resource<BackupList> = resource(() => query('backup_list', {}), ['backups']);
  readonly plan: Resource<BackupPlanView> = resource(() => query('backup_plan', {}), ['backups']);
  /** What the desk does now; what it told last when that failed. */
  progress = $state.raw<BackupProgress | null>(null);

  constructor() {
    $effect(() => {
      const running = this.list.value?.running;
      if (running !== undefined) this.progress = running;
    });
    $effect(() => onEvent('backup', ({ progress }) => this.#told(progress)));
  }

  get running(): BackupProgress | null {
    const { progress } = this;
    return progress && progress.step !== 'done' && progress.step !== 'failed' ? progress : null;
  }
  get failed(): BackupProgress | null {
    return this.progress?.step === 'failed' ? this.progress : null;
  }

  #told(progress: BackupProgress): void {
    this.progress = progress;
    if (progress.step !== 'done' && progress.step !== 'failed') return;
    this.list.reload();
    if (progress.step === 'done' && progress.act !== 'restore') {
      toasts.push(t(`backups-done-${progress.act}`), 'good');
    }
  }

  async #begin(what: () => Promise<unknown>): Promise<void> {
    try {
      await what();
      this.list.reload();
    } catch (thrown) {
      tell(thrown);
    }
  }
  make = (): Promise<void> => this.#begin(() => act('backup_make', {}));
  drill = (): Promise<void> => this.#begin(() => act('backup_drill', {}));
  verify = (backup_id: string): Promise<void> =>
    this.#begin(() => act('backup_verify', { backup_id }));

  async savePlan(plan: BackupPlanSave): Promise<void> {
    this.plan.set(await act('backup_plan_save', plan));
    this.list.reload();
    toasts.push(t('backups-plan-saved'), 'good');
  }
}
