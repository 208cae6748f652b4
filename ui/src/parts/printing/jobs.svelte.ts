// What is to be printed: jobs that wait, are in trouble or were done lately, kept fresh by events. Owns
// no truth: the jobs are on the till's disk, and a print never changes a sale.
import type { PrintJobView, PrintState, PrintWhat } from '$/api';
import { tryAct } from '$/app/act.svelte';
import { onEvent } from '$/app/events';
import { newId, query } from '$/host';

let jobs = $state.raw<PrintJobView[]>([]);
let loaded = $state(false);

/** Kept on screen; the backend keeps more. */
const KEPT = 60;

function take(job: PrintJobView): void {
  const others = jobs.filter((each) => each.job_id !== job.job_id);
  jobs = [job, ...others].sort((a, b) => b.made_at - a.made_at).slice(0, KEPT);
}

async function read(): Promise<void> {
  try {
    jobs = (await query('print_jobs', {})).toSorted((a, b) => b.made_at - a.made_at);
    loaded = true;
  } catch {
    // The next event or reading brings it.
  }
}

export function isWaiting(state: PrintState): boolean {
  return state === 'queued' || state === 'sending';
}

/** Whether two name the same paper. */
export function samePaper(a: PrintWhat, b: PrintWhat): boolean {
  const parts = (what: PrintWhat) =>
    Object.entries(what)
      .map(([name, value]) => `${name}=${value}`)
      .sort()
      .join();
  return parts(a) === parts(b);
}

export const printing = {
  get jobs(): PrintJobView[] {
    return jobs;
  },
  get loaded(): boolean {
    return loaded;
  },
  get troubled(): PrintJobView[] {
    return jobs.filter((job) => job.state === 'troubled');
  },
  get waiting(): PrintJobView[] {
    return jobs.filter((job) => isWaiting(job.state));
  },
  /** The newest job of a paper. */
  of(what: PrintWhat): PrintJobView | null {
    return jobs.find((job) => samePaper(job.what, what)) ?? null;
  },
  /** Reads the jobs and follows them; the answer stops following. */
  follow(): () => void {
    loaded = false;
    jobs = [];
    void read();
    return onEvent('print_job', (event) => take(event.job));
  },
  read,
  /** Prints a paper on a printer (null: the till's usual one). Null when it was refused. */
  async out(what: PrintWhat, printer: string | null = null): Promise<PrintJobView | null> {
    const job = await tryAct('print', { job_id: newId(), what, printer });
    if (job) take(job);
    return job;
  },
  async again(job_id: string): Promise<void> {
    const job = await tryAct('print_again', { job_id });
    if (job) take(job);
  },
  async giveUp(job_id: string): Promise<void> {
    const job = await tryAct('print_give_up', { job_id });
    if (job) take(job);
  },
  /** The same paper on another printer; the job in trouble is given up for it. */
  async elsewhere(job: PrintJobView, printer: string): Promise<void> {
    if (await printing.out(job.what, printer)) await printing.giveUp(job.job_id);
  },
};
