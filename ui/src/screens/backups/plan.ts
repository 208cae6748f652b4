// The plan as it is typed: its fields as text, what is wrong with them, and what is sent. Pure.
import type {
  BackupPlaceSave,
  BackupPlaceView,
  BackupPlanSave,
  BackupPlanView,
  PlaceAddress,
} from '$/api';

export type PlaceKind = PlaceAddress['kind'];
export const PLACE_KINDS: readonly PlaceKind[] = ['stick', 'folder', 'sftp'];
export const SFTP_PORT = 22;

/** One line that says where a place is. */
export function addressText(address: PlaceAddress): string {
  switch (address.kind) {
    case 'folder':
      return address.path;
    case 'stick':
      return [address.stick, address.folder].filter(Boolean).join(' · ');
    case 'sftp':
      return `${address.user}@${address.host}:${address.port} · ${address.folder}`;
  }
}

export interface PlaceDraft {
  place_id: number | null;
  name: string;
  kind: PlaceKind;
  path: string;
  stick: string;
  folder: string;
  host: string;
  port: string;
  user: string;
  host_key: string;
  with_key: boolean;
  secret: string;
  secret_kept: boolean;
}

const EMPTY: PlaceDraft = {
  place_id: null,
  name: '',
  kind: 'stick',
  path: '',
  stick: '',
  folder: 'countertop',
  host: '',
  port: String(SFTP_PORT),
  user: '',
  host_key: '',
  with_key: false,
  secret: '',
  secret_kept: false,
};

export const newPlace = (kind: PlaceKind = 'stick'): PlaceDraft => ({ ...EMPTY, kind });

export function draftOf(place: BackupPlaceView): PlaceDraft {
  const { place_id, name, address, secret_kept } = place;
  const own = address.kind === 'sftp' ? { ...address, port: String(address.port) } : address;
  return { ...EMPTY, folder: '', ...own, place_id, name, secret_kept };
}

export function addressOf(draft: PlaceDraft): PlaceAddress {
  const text = (value: string) => value.trim();
  switch (draft.kind) {
    case 'folder':
      return { kind: 'folder', path: text(draft.path) };
    case 'stick':
      return { kind: 'stick', stick: text(draft.stick), folder: text(draft.folder) };
    case 'sftp':
      return {
        kind: 'sftp',
        host: text(draft.host),
        port: Number(draft.port),
        user: text(draft.user),
        folder: text(draft.folder),
        host_key: draft.host_key,
        with_key: draft.with_key,
      };
  }
}

export const placeOf = (draft: PlaceDraft): BackupPlaceSave => ({
  place_id: draft.place_id,
  name: draft.name.trim(),
  address: addressOf(draft),
  secret: draft.secret === '' ? null : draft.secret,
});

/** What is missing of a place before it can be tried; null: nothing. */
export function missing(draft: PlaceDraft): keyof PlaceDraft | null {
  const empty = (names: readonly (keyof PlaceDraft)[]) =>
    names.find((name) => String(draft[name]).trim() === '') ?? null;
  if (draft.name.trim() === '') return 'name';
  switch (draft.kind) {
    case 'folder':
      return empty(['path']);
    case 'stick':
      return empty(['stick']);
    case 'sftp': {
      const port = Number(draft.port);
      if (!Number.isInteger(port) || port < 1 || port > 65_535) return 'port';
      return empty(['host', 'user', 'host_key']) ?? (hasSecret(draft) ? null : 'secret');
    }
  }
}
const hasSecret = (draft: PlaceDraft) => draft.secret !== '' || draft.secret_kept;

export interface PlanDraft {
  daily: boolean;
  daily_at: string;
  at_z: boolean;
  keep_daily: string;
  keep_weekly: string;
  keep_monthly: string;
  overdue_after_h: string;
}
export const NUMBERS = ['keep_daily', 'keep_weekly', 'keep_monthly', 'overdue_after_h'] as const;

export const planDraft = (plan: BackupPlanView): PlanDraft => ({
  daily: plan.daily_at !== null,
  daily_at: plan.daily_at ?? '03:00',
  at_z: plan.at_z,
  keep_daily: String(plan.keep_daily),
  keep_weekly: String(plan.keep_weekly),
  keep_monthly: String(plan.keep_monthly),
  overdue_after_h: String(plan.overdue_after_h),
});

const HOUR = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/;

/** "3:00" and "03.00" are "03:00"; null: not a time of day. */
export function hourOf(text: string): string | null {
  const found = HOUR.exec(text.trim());
  return found ? `${found[1]!.padStart(2, '0')}:${found[2]!}` : null;
}
export const wholeOf = (text: string): number | null =>
  /^\d{1,4}$/.test(text.trim()) ? Number(text) : null;

export type PlanFault = 'daily_at' | (typeof NUMBERS)[number];
export function planFaults(draft: PlanDraft): PlanFault[] {
  const faults: PlanFault[] = NUMBERS.filter((name) => wholeOf(draft[name]) === null);
  return draft.daily && hourOf(draft.daily_at) === null ? ['daily_at', ...faults] : faults;
}

/** What is sent; only for a draft without faults. */
export const planOf = (draft: PlanDraft, places: readonly PlaceDraft[]): BackupPlanSave => ({
  daily_at: draft.daily ? hourOf(draft.daily_at) : null,
  at_z: draft.at_z,
  keep_daily: wholeOf(draft.keep_daily) ?? 0,
  keep_weekly: wholeOf(draft.keep_weekly) ?? 0,
  keep_monthly: wholeOf(draft.keep_monthly) ?? 0,
  overdue_after_h: wholeOf(draft.overdue_after_h) ?? 0,
  places: places.map(placeOf),
});
