// One import from the chosen file to the done one. Nothing in the shop changes before `commit`.
import { callError, newId, type CallError } from '$/host';
import type { ImportCheck, ImportDone, ImportMapping } from '$/api';
import { act } from '$/app/act.svelte';
import { onEvent } from '$/app/events';
import { t } from '$/i18n/texts.svelte';
import { toasts } from '$/kit/toasts.svelte';
import { assign, missing, type Field } from './mapping';
import { fileFault, sendFile, type FileFault } from './upload';

export type Stage = 'file' | 'sending' | 'columns' | 'checking' | 'check' | 'committing' | 'done';

export class ImportScreen {
  stage = $state<Stage>('file');
  file = $state.raw<File | null>(null);
  fault = $state<FileFault | null>(null);
  error = $state.raw<CallError | null>(null);
  /** Bytes while sending, lines while checking and importing. */
  progress = $state.raw<{ done: number; total: number } | null>(null);
  check = $state.raw<ImportCheck | null>(null);
  mapping = $state.raw<ImportMapping | null>(null);
  done = $state.raw<ImportDone | null>(null);
  #import_id = '';
  #stop = new AbortController();

  constructor() {
    $effect(() =>
      onEvent('import_progress', (event) => {
        const counts = this.stage === 'checking' || this.stage === 'committing';
        if (counts && event.import_id === this.#import_id) {
          this.progress = { done: event.done, total: event.total };
        }
      }),
    );
    $effect(() => () => this.#stop.abort());
  }

  /** Work is under way that a new file must not disturb. */
  get busy(): boolean {
    return this.stage === 'sending' || this.stage === 'checking' || this.stage === 'committing';
  }
  get missing(): Field[] {
    return this.mapping ? missing(this.mapping) : [];
  }

  async take(file: File): Promise<void> {
    if (this.busy) return;
    this.reset();
    this.fault = fileFault(file);
    if (this.fault) return;
    this.file = file;
    this.#import_id = newId();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const import_id = this.#import_id;
    this.progress = { done: 0, total: file.size };
    await this.#step('sending', 'file', async () => {
      await sendFile(
        file,
        {
          begin: (size) => act('import_begin', { import_id, file_name: file.name, size }),
          chunk: (index, base64) => act('import_chunk', { import_id, index, base64 }),
        },
        (done) => (this.progress = { done, total: file.size }),
        signal,
      );
      await this.#look(null);
      this.stage = 'columns';
    });
  }

  /** Runs one step; when it fails, goes back to `before` with the error. */
  async #step(during: Stage, before: Stage, run: () => Promise<void>): Promise<void> {
    this.error = null;
    this.stage = during;
    try {
      await run();
    } catch (thrown) {
      this.stage = before;
      if (!this.#stop.signal.aborted) this.error = callError(thrown);
    } finally {
      this.progress = null;
    }
  }

  async #look(mapping: ImportMapping | null): Promise<void> {
    this.progress = null;
    this.stage = 'checking';
    this.check = await act('import_check', { import_id: this.#import_id, mapping });
    this.mapping = this.check.mapping;
  }

  stop(): void {
    this.#stop.abort();
    this.reset();
    toasts.push(t('import-stopped'));
  }

  assign(column: number, field: Field | null): void {
    if (this.mapping) this.mapping = assign(this.mapping, column, field);
  }
  setHeader(has_header: boolean): void {
    if (this.mapping) this.mapping = { ...this.mapping, has_header };
  }

  async toCheck(): Promise<void> {
    const mapping = this.mapping;
    if (!mapping || this.missing.length > 0) return;
    await this.#step('checking', 'columns', async () => {
      await this.#look(mapping);
      this.stage = 'check';
    });
  }

  toColumns(): void {
    this.error = null;
    this.stage = 'columns';
  }

  async commit(): Promise<void> {
    const mapping = this.mapping;
    if (!mapping) return;
    await this.#step('committing', 'check', async () => {
      this.done = await act('import_commit', { import_id: this.#import_id, mapping });
      this.stage = 'done';
    });
  }

  reset(): void {
    this.stage = 'file';
    this.file = null;
    this.fault = null;
    this.error = null;
    this.progress = null;
    this.check = null;
    this.mapping = null;
    this.done = null;
  }
}
