// What a password and a PIN must be, checked while they are typed. The backend checks again and
// is the authority; this list only says beforehand what it will say.

/** Must agree with the backend's rules for secrets. */
export const PASSWORD_MIN = 12;
export const PIN_MIN = 6;
export const PIN_MAX = 8;

export type Rule =
  | 'password-length'
  | 'password-letter-digit'
  | 'password-not-name'
  | 'password-not-common'
  | 'pin-digits'
  | 'pin-not-simple';

export interface RuleState {
  rule: Rule;
  met: boolean;
}

/** Letters and digits only, lower case: "Mara-2026" and "mara 2026" are the same word. */
function bare(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

const COMMON = ['password', 'passwort', 'qwerty', 'letmein', 'welcome', 'countertop', 'iloveyou'];

function isCommon(password: string): boolean {
  const word = bare(password);
  if (word.length > 0 && new Set(word).size <= 3) return true;
  return COMMON.some((c) => word.includes(c) && word.length - c.length < 6);
}

function holdsName(password: string, name: string): boolean {
  const word = bare(password);
  return name
    .split(/\s+/)
    .map(bare)
    .some((part) => part.length >= 3 && word.includes(part));
}

/** The rules of a password in the order shown, each met or not yet. */
export function passwordRules(password: string, name: string): RuleState[] {
  const typed = password.length > 0;
  return [
    { rule: 'password-length', met: [...password].length >= PASSWORD_MIN },
    { rule: 'password-letter-digit', met: /\p{L}/u.test(password) && /\p{N}/u.test(password) },
    { rule: 'password-not-name', met: typed && !holdsName(password, name) },
    { rule: 'password-not-common', met: typed && !isCommon(password) },
  ];
}

/** One digit repeated, or a run up or down (…123456…, …654321…). */
function isSimple(pin: string): boolean {
  const steps = [...pin].slice(1).map((d, i) => Number(d) - Number(pin[i]));
  const first = steps[0] ?? 0;
  return Math.abs(first) <= 1 && steps.every((s) => s === first);
}

/** The rules of a PIN in the order shown. */
export function pinRules(pin: string): RuleState[] {
  const digits = /^\d+$/.test(pin) && pin.length >= PIN_MIN && pin.length <= PIN_MAX;
  return [
    { rule: 'pin-digits', met: digits },
    { rule: 'pin-not-simple', met: pin.length > 1 && !isSimple(pin) },
  ];
}

export const allMet = (rules: RuleState[]): boolean => rules.every((r) => r.met);
