// Papers of the drawer and the day: onto the printer, or into a PDF where there is none.
import type { PrintWhat } from '$/api';
import { tell } from '$/app/act.svelte';
import { live } from '$/app/live.svelte';
import { query } from '$/host';
import { t } from '$/i18n/texts.svelte';
import { saveFile } from '$/kit/save-file';
import { toasts } from '$/kit/toasts.svelte';
import { printing } from '$/parts/printing/jobs.svelte';

export const hasPrinter = (): boolean =>
  live.status?.devices.some((device) => device.kind === 'printer') ?? false;

/** Puts the paper into the print queue. The queue shows what becomes of it. */
export async function printPaper(what: PrintWhat): Promise<boolean> {
  const job = await printing.out(what);
  if (job) toasts.push(t('print-queued'), 'good');
  return job !== null;
}

/** Prints what an act has just made, where there is a printer to print it on. Says nothing of its own:
 *  the act has said that it is done, and the status bar says when paper waits. */
export async function printAfter(what: PrintWhat): Promise<void> {
  if (hasPrinter()) await printing.out(what);
}

export async function savePdf(what: PrintWhat): Promise<boolean> {
  try {
    const { file_name, base64 } = await query('print_pdf', { what });
    saveFile(file_name, base64, 'application/pdf');
    return true;
  } catch (thrown) {
    tell(thrown);
    return false;
  }
}
