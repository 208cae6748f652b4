// How printers and what they print stand, in words and colours.
import type { Health, PrintJobView, TillStatus } from '$/api';
import type { StatusPill } from '$/app/status';
import { hasText, t } from '$/i18n/texts.svelte';

export type Tone = 'ok' | 'warn' | 'bad' | 'idle';

export function healthTone(health: Health): Tone {
  switch (health) {
    case 'ready':
      return 'ok';
    case 'connecting':
      return 'idle';
    case 'paper_low':
      return 'warn';
    case 'paper_out':
    case 'cover_open':
    case 'fault':
    case 'away':
      return 'bad';
  }
}

export function jobTone(job: PrintJobView): Tone {
  switch (job.state) {
    case 'done':
      return 'ok';
    case 'queued':
    case 'sending':
      return 'warn';
    case 'troubled':
      return 'bad';
    case 'given_up':
      return 'idle';
  }
}

/** Why a job waits for somebody, as a sentence. */
export function troubleText(trouble: string | null): string {
  const key = `print-trouble-${trouble ?? 'fault'}`;
  return t(hasText(key) ? key : 'print-trouble-fault');
}

/** How a paper stands; one that waits says what it waits for, where its printer has told. */
export function jobText(job: PrintJobView, devices: TillStatus['devices']): string {
  if (job.state === 'troubled') return troubleText(job.trouble);
  const printers = devices.filter((device) => device.kind === 'printer');
  const own = printers.find((device) => device.name === job.printer_name) ?? printers[0];
  if (job.state === 'queued' && own && healthTone(own.health) === 'bad') {
    const key = `device-say-printer-${own.health}`;
    return t(hasText(key) ? key : `device-say-${own.health}`);
  }
  return t(job.copy && job.state === 'done' ? 'print-copy-done' : `print-state-${job.state}`);
}

/** Whether somebody has to do something before it comes out. */
export function isStuck(job: PrintJobView, devices: TillStatus['devices']): boolean {
  const waits = job.state === 'queued' && jobText(job, devices) !== t('print-state-queued');
  return job.state === 'troubled' || waits;
}

/** The one pill of the status bar about paper: what needs somebody first, then what is slow. */
export function printPill(status: TillStatus, waiting: number): StatusPill | null {
  if (status.print_troubled > 0) {
    return { tone: 'bad', key: 'print-status-troubled', args: { count: status.print_troubled } };
  }
  const printers = status.devices.filter((device) => device.kind === 'printer');
  const bad = printers.find((printer) => healthTone(printer.health) === 'bad');
  if (bad) return { tone: 'bad', key: 'print-status-printer', args: { health: bad.health } };
  if (waiting > 0) return { tone: 'warn', key: 'print-status-waiting', args: { count: waiting } };
  const low = printers.find((printer) => printer.health === 'paper_low');
  if (low) return { tone: 'warn', key: 'print-status-printer', args: { health: low.health } };
  return null;
}
