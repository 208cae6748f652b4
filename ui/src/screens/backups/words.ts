// Words for backups: how old, what a proof came to. Pure but for the texts.
import type { BackupProof, BackupProgress, BackupView } from '$/api';
import { t } from '$/i18n/texts.svelte';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** "3 hours ago" */
export function agoOf(at: number, now: number): string {
  const ms = Math.max(0, now - at);
  if (ms < MINUTE_MS) return t('ago-now');
  if (ms < HOUR_MS) return t('ago-minutes', { count: Math.floor(ms / MINUTE_MS) });
  if (ms < 2 * DAY_MS) return t('ago-hours', { count: Math.floor(ms / HOUR_MS) });
  return t('ago-days', { count: Math.floor(ms / DAY_MS) });
}

export type ProofTone = 'ok' | 'bad' | 'idle';

export function proofTone(proof: BackupProof | null): ProofTone {
  return proof === null ? 'idle' : proof.good ? 'ok' : 'bad';
}

export function proofText(proof: BackupProof | null): string {
  if (proof === null) return t('backups-proof-none');
  const good = proof.checks.filter((check) => check.good).length;
  return t(proof.good ? 'backups-proof-good' : 'backups-proof-bad', {
    good,
    count: proof.checks.length,
  });
}

/** The newest that was proved good; the list is newest first. */
export const lastGood = (backups: readonly BackupView[]): BackupView | null =>
  backups.find((backup) => backup.proof?.good) ?? null;

/** How far a step is; null: nobody can say. */
export const partOf = ({ done, total }: BackupProgress): number | null =>
  total > 0 ? Math.min(1, done / total) : null;
