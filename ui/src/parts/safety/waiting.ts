// What in the safety room waits for a person, from the till's status. Pure.
import type { Permission, TillStatus } from '$/api';
import type { SafetyRoom } from './rooms';

export type WaitTone = 'warn' | 'bad';

/** How loud the door of a room is; null: nothing waits there. */
export function roomTone(room: SafetyRoom, status: TillStatus | null): WaitTone | null {
  if (status === null) return null;
  switch (room) {
    case '/safety':
      return postureTone(status.posture);
    case '/safety/keys':
      return null;
    case '/safety/backups':
      return backupTone(status.backup);
    case '/safety/register':
      return status.devices_locked > 0 ? 'bad' : status.inspections_due > 0 ? 'warn' : null;
  }
}

function postureTone(worst: TillStatus['posture']): WaitTone | null {
  switch (worst) {
    case 'good':
    case 'inform':
      return null;
    case 'warn':
      return 'warn';
    case 'block':
      return 'bad';
  }
}

function backupTone(backup: TillStatus['backup']): WaitTone | null {
  return backup.failed ? 'bad' : backup.overdue ? 'warn' : null;
}

export interface Wait {
  tone: WaitTone;
  key: string;
  args: Record<string, number>;
  /** Where it is mended; absent: not by this person. */
  path?: string;
}

/**
 * What waits, the loudest first. What stops card payments is told to everybody at the till; the rest to
 * those who can do something about it.
 */
export function waits(status: TillStatus, can: (permission: Permission) => boolean): Wait[] {
  const devices = can('terminal_view')
    ? '/devices'
    : can('register_view')
      ? '/safety/register'
      : undefined;
  const found: (Wait | null)[] = [
    count(lockedUntold(status), 'bad', 'status-devices-locked', devices),
    devices ? count(status.inspections_due, 'warn', 'status-inspections-due', devices) : null,
    can('backup_run') ? backupWait(status.backup) : null,
    postureWait(status.posture, can('posture_view')),
    can('journal_search') ? recoveryWait(status.recovery_used) : null,
  ];
  const rank = ({ tone }: Wait) => (tone === 'bad' ? 0 : 1);
  return found.filter((each) => each !== null).sort((a, b) => rank(a) - rank(b));
}

/** One locked terminal is told by its name already, in the pill of the terminals. */
function lockedUntold({ devices_locked, terminals }: TillStatus): number {
  const told = terminals.some(({ link }) => link === 'alarmed' || link === 'other_terminal');
  return told && devices_locked === 1 ? 0 : devices_locked;
}

function count(count: number, tone: WaitTone, key: string, path?: string): Wait | null {
  return count > 0 ? { tone, key, args: { count }, ...(path ? { path } : {}) } : null;
}

function backupWait(backup: TillStatus['backup']): Wait | null {
  const tone = backupTone(backup);
  if (tone === null) return null;
  const key = tone === 'bad' ? 'status-backup-failed' : 'status-backup-overdue';
  return { tone, key, args: {}, path: '/safety/backups' };
}

/** Opening its entry is what takes it away. */
function recoveryWait(used: TillStatus['recovery_used']): Wait | null {
  if (used === null) return null;
  const path = `/journal/${used.seq}`;
  return { tone: 'warn', key: 'status-recovery-used', args: { count: used.count }, path };
}

function postureWait(worst: TillStatus['posture'], mayLook: boolean): Wait | null {
  const tone = postureTone(worst);
  if (tone === null || (tone === 'warn' && !mayLook)) return null;
  const key = tone === 'bad' ? 'status-posture-block' : 'status-posture-warn';
  return { tone, key, args: {}, ...(mayLook ? { path: '/safety' } : {}) };
}
