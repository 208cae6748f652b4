// The journal and the access review of the pretended till.
import type { AccessPerson, AccessRight, JournalLine, Permission, Role } from '$/api';
import type { Answers } from '$/host/fake';
import { NOON } from './sale';

const KINDS = ['sale_completed', 'signed_in', 'cash_moved', 'user_saved', 'day_closed'];
const NAMES = ['Jonas Weber', 'Mara Lindqvist', null, 'Mara Lindqvist', 'Mara Lindqvist'];
export const HEAD = 1204;

export const journalLine = (seq: number): JournalLine => ({
  seq,
  at: NOON - (HEAD - seq) * 47_000,
  kind: KINDS[seq % KINDS.length]!,
  actor_name: NAMES[seq % NAMES.length]!,
  approver_name: seq % 10 === 2 ? 'Mara Lindqvist' : null,
  device_name: seq % KINDS.length === 0 ? 'Counter terminal' : null,
  amount_minor: seq % 5 === 0 ? 1290 + seq : seq % 5 === 2 ? -5000 : null,
  erased: seq === 1198,
});

const right = (
  permission: Permission,
  grant: AccessRight['grant'],
  used: number | null,
  more: Partial<AccessRight> = {},
): AccessRight => ({
  permission,
  grant,
  limit: grant === 'limit' ? '10 %' : null,
  used,
  approved: 0,
  last_used_at: used ? NOON - 86_400_000 : null,
  flags: [],
  ...more,
});
const reviewed = (
  user_id: string,
  name: string,
  role: Role,
  rights: AccessRight[],
  more: Partial<AccessPerson> = {},
): AccessPerson => ({
  user_id,
  name,
  role,
  active: true,
  last_sign_in: NOON - 3_600_000,
  approvals_given: role === 'manager' ? 7 : 0,
  rights,
  flags: [],
  ...more,
});

export const reviewPeople: AccessPerson[] = [
  reviewed('u-1', 'Mara Lindqvist', 'manager', [
    right('sale_ring', 'allow', 14),
    right('sale_discount', 'allow', 3),
    right('settings_edit', 'allow', 2),
    right('journal_search', 'allow', null),
  ]),
  reviewed('u-2', 'Jonas Weber', 'cashier', [
    right('sale_ring', 'allow', 812),
    right('sale_discount', 'limit', 41, { approved: 6, limit: '30 %', flags: ['too_wide'] }),
    right('no_sale', 'approval', 0, { flags: ['never_used'] }),
    right('settings_edit', 'deny', 0),
  ]),
  reviewed(
    'u-3',
    'Tomasz Nowak',
    'technician',
    [right('terminal_pair', 'allow', 0, { flags: ['never_used'] })],
    { last_sign_in: null, flags: ['never_signed_in'] },
  ),
];

export const evidence: Answers = {
  journal_search: ({ before, limit, kind, text }) => {
    const all = Array.from({ length: HEAD }, (_, i) => journalLine(HEAD - i));
    const fits = all
      .filter((line) => kind === null || line.kind === kind)
      .filter((line) => text === null || String(line.seq).includes(text))
      .filter((line) => before === null || line.seq < before);
    const lines = fits.slice(0, limit);
    const next = fits.length > limit ? lines.at(-1)!.seq : null;
    return { lines, next, head: HEAD, kinds: KINDS };
  },
  journal_entry: ({ seq }) => ({
    line: journalLine(seq),
    request_id: '0193f2a1-7c40-7a11-9b02-4d5e6f708192',
    fields: [
      { depth: 0, name: 'number', place: null, value: { kind: 'number', number: seq } },
      { depth: 0, name: 'total_minor', place: null, value: { kind: 'amount', amount_minor: 1290 } },
      { depth: 0, name: 'lines', place: 1, value: { kind: 'group' } },
      { depth: 1, name: 'name', place: null, value: { kind: 'text', text: 'Pocket atlas' } },
      { depth: 1, name: 'voided', place: null, value: { kind: 'truth', yes: false } },
      { depth: 0, name: 'cashier', place: null, value: { kind: 'person', name: 'Jonas Weber' } },
      { depth: 0, name: 'note', place: null, value: { kind: 'empty' } },
    ],
  }),
  journal_verify: () => ({
    holds: true,
    entries: HEAD,
    bad_seq: null,
    problem: null,
    head_hash: '9f2c41d07ab3e6518c0d94f7a2b1e63d5f70c8194a3b2e6d7c8f90a1b2c3d4e5',
    took_ms: 412,
  }),
  journal_export: () => ({
    file_name: 'journal-1-1204.jsonl',
    base64: btoa('{}'),
    first_seq: 1,
    last_seq: HEAD,
    fingerprint: '4f1a 09c2 77de 31b0',
  }),
  access_review: ({ days }) => ({ at: NOON, days, entries: HEAD, people: reviewPeople }),
  access_review_file: ({ form }) => ({ file_name: `access.${form}`, base64: btoa('x') }),
};
