// Keys, posture and backups of the pretended shop.
import type {
  BackupCheck,
  BackupCheckKind,
  BackupList,
  BackupPlanView,
  BackupView,
  DrillReport,
  Event,
  KeyList,
  KeyView,
  PostureItem,
  PostureView,
  SlotView,
} from '$/api';
import { CallError } from '$/host';
import type { Answers } from '$/host/fake';
import { NOON } from './sale';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
export const PHRASE =
  'ocean river stone harbour candle maple velvet copper lantern orchid salt thunder'.split(' ');

const key = (name: KeyView['key'], age_days: number, more: Partial<KeyView> = {}): KeyView => ({
  key: name,
  version: 1,
  made_at: NOON - age_days * DAY,
  age_days,
  due: age_days >= 365,
  retired: 0,
  ...more,
});
const KEYS: KeyView[] = [
  key('database', 141),
  key('journal', 141, { version: 2, retired: 1 }),
  key('anchor', 402),
  key('backup', 402),
  key('pepper', 402, { made_at: null, age_days: null, due: true }),
  key('kek', 88, { version: 3 }),
];
const slot = (slot_id: number, kind: SlotView['kind'], more: Partial<SlotView> = {}): SlotView => ({
  slot_id,
  kind,
  made_at: NOON - 402 * DAY,
  last_tested_at: null,
  automatic: !['passphrase', 'recovery_phrase'].includes(kind),
  kept_because: null,
  ...more,
});

/** Keys and slots that change when they are changed. */
export function pretendKeys(emit: (event: Event) => void): Answers {
  let slots = [
    slot(1, 'keychain', { last_tested_at: NOON - 20 * DAY }),
    slot(2, 'recovery_phrase', { kept_because: 'last_phrase' }),
  ];
  let keys = KEYS;
  const list = (): KeyList => ({
    keys,
    slots,
    addable: ['tpm', 'passphrase', 'recovery_phrase', 'key_file'],
    from_older_copy: false,
  });
  return {
    key_list: list,
    key_rotate: ({ key: name }) => {
      for (const step of ['made', 'carried', 'verified'] as const) {
        emit({ type: 'key_rotation', key: name, step });
      }
      keys = keys.map((each) =>
        each.key === name
          ? { ...each, version: each.version + 1, made_at: NOON, age_days: 0, due: false }
          : each,
      );
      return list();
    },
    slot_add: ({ kind }) => {
      const slot_id = slots.length + 1;
      slots = [...slots, slot(slot_id, kind, { made_at: NOON })].map((each) => ({
        ...each,
        kept_because: null,
      }));
      return {
        slot_id,
        recovery_phrase: kind === 'recovery_phrase' ? PHRASE : null,
        list: list(),
      };
    },
    slot_test: ({ slot_id, phrase }) => {
      if (phrase !== null && phrase !== PHRASE.join(' ')) {
        throw new CallError({ code: 'key_wrong', field: 'phrase' });
      }
      slots = slots.map((each) =>
        each.slot_id === slot_id ? { ...each, last_tested_at: NOON } : each,
      );
      return list();
    },
    slot_remove: ({ slot_id }) => {
      slots = slots.filter((each) => each.slot_id !== slot_id);
      return list();
    },
    decommission: ({ shop_name, phrase }) => {
      if (phrase !== PHRASE.join(' ')) throw new CallError({ code: 'key_wrong', field: 'phrase' });
      if (shop_name !== 'Harbour Street') throw new CallError({ code: 'field_invalid' });
      return null;
    },
  };
}

const item = (
  check: PostureItem['check'],
  status: PostureItem['status'] = 'good',
  rule: PostureItem['rule'] = 'warn',
  found: PostureItem['found'] = {},
): PostureItem => ({ check, status, rule, found });
export const POSTURE: PostureView = {
  items: [
    item('system_support', 'good', 'warn', { system: 'Debian GNU/Linux 13' }),
    item('disk_encryption', 'bad', 'warn', { file_system: 'ext4' }),
    item('administrator', 'good', 'block', { uid: '1000' }),
    item('file_modes', 'good', 'warn', { files: '' }),
    item('web_view', 'unknown'),
    item('core_dumps'),
    item('debugger'),
    item('clock'),
    item('disk_space', 'good', 'warn', { free_mb: '41000', reserve: 'whole' }),
    item('key_slot', 'bad', 'inform', { slots: 'keychain' }),
    item('recovery_phrase'),
    item('backups'),
    item('strong_sign_in'),
    item('devices'),
  ],
  worst: 'warn',
  looked_at: NOON - 3000,
};
export const posture: Answers = {
  posture: () => POSTURE,
  posture_policy: () => ({ rules: POSTURE.items.map(({ check, rule }) => ({ check, rule })) }),
  posture_policy_save: (policy) => policy,
};

const KINDS: [BackupCheckKind, string][] = [
  ['seal', '4 231 168 B'],
  ['opens', '3'],
  ['cipher', '1033'],
  ['integrity', 'ok'],
  ['chain', '1204'],
  ['projections', '41'],
  ['rows', '18 202'],
];
const checks = (bad?: BackupCheckKind): BackupCheck[] =>
  KINDS.map(([check, found], i) => ({
    check,
    good: check !== bad,
    found: check === bad ? 'page 411' : found,
    ms: 12 + i * 41,
  }));
const backup = (n: number, more: Partial<BackupView> = {}): BackupView => ({
  backup_id: `b-${n}`,
  at: NOON - n * DAY - 9.5 * HOUR,
  why: n % 3 === 1 ? 'z' : 'schedule',
  seq: 1204 - n * 91,
  bytes: 4_231_168 - n * 20_000,
  file_name: `harbour-street-${String(1204 - n * 91).padStart(8, '0')}.ctb`,
  places: [
    { place_id: 1, state: n === 0 ? 'waiting' : 'there', trouble: null, at: NOON - n * DAY },
    { place_id: 2, state: 'there', trouble: null, at: NOON - n * DAY },
  ],
  proof: { at: NOON - n * DAY - 9 * HOUR, by: null, good: true, checks: checks() },
  kept_as: n < 7 ? ['daily'] : ['weekly'],
  ...more,
});
export const BACKUPS: BackupView[] = [
  backup(0, { kept_as: ['daily', 'weekly', 'monthly'] }),
  backup(1),
  backup(2, {
    why: 'hand',
    proof: { at: NOON - 2 * DAY, by: 'Mara Lindqvist', good: false, checks: checks('cipher') },
    kept_as: [],
  }),
  ...[3, 4, 5, 6, 13, 20].map((n) => backup(n)),
];
export const DRILL: DrillReport = {
  backup_id: 'b-3',
  backup_at: NOON - 3 * DAY,
  seq: 931,
  at: NOON - 3 * DAY + 4 * HOUR,
  by: 'Mara Lindqvist',
  good: true,
  places: [
    { place: null, good: true, trouble: null, checks: checks() },
    { place: 'Safe stick', good: true, trouble: null, checks: checks() },
  ],
  entries_since: 46,
  doubts: 0,
  ms: 2140,
};
export const PLAN: BackupPlanView = {
  daily_at: '03:00',
  at_z: true,
  keep_daily: 7,
  keep_weekly: 4,
  keep_monthly: 12,
  overdue_after_h: 36,
  places: [
    {
      place_id: 1,
      name: 'Safe stick',
      address: { kind: 'stick', stick: 'TILL-SAFE', folder: 'countertop' },
      secret_kept: false,
    },
    {
      place_id: 2,
      name: 'Office server',
      address: {
        kind: 'sftp',
        host: 'backup.harbour.example',
        port: 22,
        user: 'till2',
        folder: '/srv/till2',
        host_key: 'SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8',
        with_key: true,
      },
      secret_kept: true,
    },
  ],
};

/** Backups that are made when they are asked for. */
export function pretendBackups(
  emit: (event: Event) => void,
  more: Partial<BackupList> = {},
): Answers {
  let list: BackupList = {
    backups: BACKUPS,
    standing: {
      last_good_at: BACKUPS[0]!.at,
      overdue: false,
      failed: false,
      running: false,
      waiting: 1,
    },
    running: null,
    next_at: NOON + 12.5 * HOUR,
    drill: DRILL,
    ...more,
  };
  let plan = PLAN;
  const tell = (act: 'make' | 'verify' | 'drill', step: 'copying' | 'done', done: number) =>
    emit({
      type: 'backup',
      progress: { act, backup_id: 'b-new', step, done, total: 1033, trouble: null },
    });
  return {
    backup_list: () => list,
    backup_plan: () => plan,
    backup_plan_save: ({ places, ...rest }) => {
      plan = {
        ...rest,
        places: places.map(({ place_id, name, address, secret }, i) => ({
          place_id: place_id ?? i + 10,
          name,
          address,
          secret_kept: secret !== null,
        })),
      };
      return plan;
    },
    backup_make: () => {
      tell('make', 'copying', 450);
      list = { ...list, backups: [backup(0, { backup_id: 'b-new', at: NOON, why: 'hand' })] };
      return { backup_id: 'b-new' };
    },
    backup_verify: ({ backup_id }) => (tell('verify', 'copying', 900), { backup_id }),
    backup_drill: () => (tell('drill', 'copying', 100), { backup_id: 'b-0' }),
    backup_destinations: () => ({
      own_folder: '/var/lib/countertop/backups',
      own_free_bytes: 41_000_000_000,
      sticks: [{ stick: 'TILL-SAFE', path: '/media/till/TILL-SAFE', free_bytes: 14_900_000_000 }],
    }),
    backup_sftp_look: () => ({
      host_key: 'SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8',
      key_kind: 'ssh-ed25519',
    }),
    backup_place_test: () => ({ free_bytes: 14_900_000_000, ms: 214, backups: 3 }),
    restore_sources: () =>
      BACKUPS.slice(0, 4).map((each) => ({
        source: { kind: 'place', place_id: null, file_name: each.file_name },
        place: 'this computer',
        at: each.at,
        why: each.why,
        seq: each.seq,
        shop_name: 'Harbour Street',
        bytes: each.bytes,
      })),
    restore_look: () => ({
      stage_id: 'st-1',
      backup_id: 'b-0',
      shop_name: 'Harbour Street',
      at: BACKUPS[0]!.at,
      why: 'schedule',
      seq: 1158,
      proof: { at: NOON, by: null, good: true, checks: checks() },
      receipt_no: 401,
      z_number: 31,
      known_receipt_no: 416,
      known_z_number: 31,
      lost: {
        entries: 46,
        sales: 15,
        amount_minor: 34_126,
        last_at: NOON - HOUR,
        last_day: '2026-11-22',
      },
      doubts: 1,
      open_sales: 0,
    }),
    restore_begin: ({ stage_id }) => ({ stage_id }),
  };
}
