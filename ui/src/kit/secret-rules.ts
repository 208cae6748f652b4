// What a password and a PIN must be, checked while they are typed. The backend checks again with
// longer lists and is the authority; this only says beforehand what it will most likely say.

/** Must agree with pos-vault's rules for secrets. */
export const PASSWORD_MIN = 12;
export const PIN_MIN = 6;
export const PIN_MAX = 8;
/** So many characters are left once names, common words, runs and repeats are taken out. */
const OWN_CHARS = 5;

export type Rule =
  'password-length' | 'password-letter-digit' | 'password-own' | 'pin-digits' | 'pin-not-simple';

export interface RuleState {
  rule: Rule;
  met: boolean;
}

// prettier-ignore
const COMMON = [
  'password', 'passwort', 'passphrase', 'qwerty', 'qwertz', 'azerty', 'asdf', 'zxcv', 'letmein',
  'welcome', 'countertop', 'iloveyou', 'secret', 'admin', 'manager',
];

/** Different characters that neither repeat nor follow from the one before. */
function ownChars(text: string): number {
  const seen = new Set<string>();
  let before = 0;
  for (const c of text) {
    const code = c.codePointAt(0) ?? 0;
    if (/[\p{L}\p{N}]/u.test(c) && Math.abs(code - before) > 1) seen.add(c);
    before = code;
  }
  return seen.size;
}

function isOwn(password: string, names: string[]): boolean {
  const parts = names.flatMap((name) => [name, ...name.split(/\s+/)]).map((n) => n.toLowerCase());
  const words = [...COMMON, ...parts].filter((word) => [...word].length >= 3);
  words.sort((a, b) => b.length - a.length);
  const rest = words.reduce((text, word) => text.replaceAll(word, '\0'), password.toLowerCase());
  return ownChars(rest) >= OWN_CHARS;
}

/** The rules of a password in the order shown, each met or not yet. */
export function passwordRules(password: string, ...names: string[]): RuleState[] {
  return [
    { rule: 'password-length', met: [...password].length >= PASSWORD_MIN },
    { rule: 'password-letter-digit', met: /\p{L}/u.test(password) && /\d/.test(password) },
    { rule: 'password-own', met: isOwn(password, names) },
  ];
}

/** The rules of a passphrase: more words may stand instead of digits. */
export const passphraseRules = (passphrase: string, ...names: string[]): RuleState[] =>
  passwordRules(passphrase, ...names).filter((each) => each.rule !== 'password-letter-digit');

/** A group repeated (1212…), a mirror (123321), a run up or down, or a year at either end. */
function isSimple(pin: string): boolean {
  if (/^(?:(\d)\1)+$/.test(pin) || new Set(pin).size < 3) return true;
  if (/^(\d+?)\1+$/.test(pin) || pin === [...pin].reverse().join('')) return true;
  if (/^(19|20)\d\d|(19|20)\d\d$/.test(pin)) return true;
  const steps = [...pin].slice(1).map((d, i) => Number(d) - Number(pin[i]));
  return steps.every((s) => s === 1) || steps.every((s) => s === -1);
}

/** The rules of a PIN in the order shown. */
export function pinRules(pin: string): RuleState[] {
  const digits = /^\d+$/.test(pin) && pin.length >= PIN_MIN && pin.length <= PIN_MAX;
  return [
    { rule: 'pin-digits', met: digits },
    { rule: 'pin-not-simple', met: digits && !isSimple(pin) },
  ];
}

export const allMet = (rules: RuleState[]): boolean => rules.every((r) => r.met);
