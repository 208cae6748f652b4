// Second factor, own secrets and sign-in rules of the pretended till. Its code is 287082 for everyone
// (RFC 6238 appendix B, the last six digits at 59 s), its password "countertop 1".
import type { Permission, Role, Session, SignInPolicy } from '$/api';
import { CallError } from '$/host';
import type { Answers } from '$/host/fake';
import { people as users } from './office';
import { people } from './people';
import { sessionOf } from './till';

export const CODE = '287082';
export const PASSWORD = 'countertop 1';
export const RECOVERY = Array.from(
  { length: 10 },
  (_, i) => `${'ABCDEFGHJK'[i]}7QM-2XPL-K4RT-9${i}WZ`,
);

const wrong = (tries_left: number) =>
  new CallError({ code: 'credentials_wrong', params: { tries_left: String(tries_left) } });

/** A square of modules that looks like a QR code; the real ones come from the backend. */
export const modules = Array.from({ length: 33 }, (_, y) =>
  Array.from({ length: 33 }, (_, x) => {
    const corner = (cx: number, cy: number) => {
      const d = Math.max(Math.abs(x - cx), Math.abs(y - cy));
      return d > 4 ? null : d === 3 || d < 2 ? '1' : '0';
    };
    const at = corner(3, 3) ?? corner(29, 3) ?? corner(3, 29);
    return at ?? String((x * 7 + y * 13 + ((x * y) % 5)) % 2);
  }).join(''),
);

export interface Factors {
  /** Who is signed in; its parts may be changed to see another state. */
  session: Session;
  /** Sensitive acts are open. */
  open: boolean;
  /** What the next try of a secret is refused with. */
  refuse: CallError | null;
  policy: SignInPolicy;
}

/** What a manager reads and decides beside the shop's daily work. */
const RULES: Permission[] = [
  'policy_edit',
  'access_review',
  'journal_search',
  'journal_verify',
  'journal_export',
];

/** Answers with a strong policy: password and code at sign-in, the code for sensitive acts. */
export function strongAnswers(
  as: Role,
  must: Session['must'] = null,
): Factors & {
  answers: Answers;
} {
  const first = sessionOf(people.find((each) => each.role === as)!);
  const shared: Factors = {
    session: {
      ...first,
      permissions: [...first.permissions, ...RULES],
      must,
      step_up_by: 'code',
      second_factor: 'enrolled',
      recovery_codes_left: 2,
    },
    open: false,
    refuse: null,
    policy: { strong: true, change_given: true, letters_and_digits: true },
  };
  function tried(good: boolean, left = 9): void {
    if (shared.refuse) throw shared.refuse;
    if (!good) throw wrong(left);
  }
  function sensitive(): void {
    if (!shared.open) throw new CallError({ code: 'step_up_needed', retry_safe: true });
  }
  const isCode = (code: string | null | undefined) =>
    code === CODE || RECOVERY.includes(code ?? '');
  const tiles = people.map((each) => ({
    ...each,
    wants: each.role === 'cashier' ? ('secret' as const) : ('password_and_code' as const),
  }));
  const answers: Answers = {
    session_users: () => tiles,
    approvers: () => tiles.filter((each) => each.role === 'manager'),
    session_current: () => shared.session,
    session_sign_in: ({ user_id, password, code, pin }) => {
      const who = people.find((each) => each.user_id === user_id)!;
      tried(pin === '123456' || (password === PASSWORD && isCode(code)));
      return (shared.session = { ...shared.session, ...who, locked: false });
    },
    session_step_up: ({ code, password, pin }) => {
      tried(isCode(code) || password === PASSWORD || pin === '123456');
      shared.open = true;
      return { seconds: 60 };
    },
    approval_grant: ({ pin, password, code }) => {
      tried(pin === '123456' || password === PASSWORD || isCode(code), 4);
      return { token: 'granted', approver_name: 'Mara Lindqvist', expires_ms: 60_000 };
    },
    second_factor_begin: () => ({
      uri: 'otpauth://totp/Countertop',
      secret_groups: ['GEZD', 'GNBV', 'GY3T', 'QOJQ', 'GEZD', 'GNBV', 'GY3T', 'QOJQ'],
      modules,
    }),
    second_factor_confirm: ({ code }) => {
      tried(code === CODE);
      shared.session = { ...shared.session, must: null, recovery_codes_left: 10 };
      return { codes: RECOVERY };
    },
    recovery_codes_renew: () => (sensitive(), { codes: RECOVERY }),
    own_password_change: ({ password }) => {
      tried(password === PASSWORD);
      return (shared.session = { ...shared.session, must: null });
    },
    own_pin_change: ({ pin, password }) => {
      tried(pin === '123456' || password === PASSWORD);
      return (shared.session = { ...shared.session, must: null });
    },
    second_factor_reset: ({ user_id }, opts) => {
      sensitive();
      const needed = {
        act: 'user_edit',
        sale_id: null,
        amount_minor: null,
        share: null,
        about_id: null,
      } as const;
      if (opts.approval !== 'granted') {
        throw new CallError({ code: 'approval_needed', approval: needed });
      }
      const user = users.find((each) => each.user_id === user_id)!;
      return { ...user, second_factor: 'missing', recovery_codes_left: 0 };
    },
    sign_in_policy: () => shared.policy,
    sign_in_policy_save: (policy) => (sensitive(), (shared.policy = policy)),
  };
  return Object.assign(shared, { answers });
}
