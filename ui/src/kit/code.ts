// What a person types for the second factor, as the backend reads it. Pure.

/** Digits of a time-based code (RFC 6238). */
export const CODE_DIGITS = 6;
/** Letters of a recovery code: 80 bits of base 32 (RFC 4648 section 6). */
export const RECOVERY_CHARS = 16;
const GROUP = 4;

/** The digits of a code, also of full-width ones and out of "123 456". */
export function codeDigits(text: string): string {
  return text.normalize('NFKC').replaceAll(/\D/g, '').slice(0, CODE_DIGITS);
}

/** A recovery code in its groups: "abcd efgh" becomes "ABCD-EFGH". */
export function recoveryGroups(text: string): string {
  const plain = text.normalize('NFKC').toUpperCase();
  const chars = plain.replaceAll(/[^A-Z0-9]/g, '').slice(0, RECOVERY_CHARS);
  return chars.match(new RegExp(`.{1,${GROUP}}`, 'g'))?.join('-') ?? '';
}

/** Whether a recovery code is there whole. */
export function isRecoveryWhole(text: string): boolean {
  return text.replaceAll('-', '').length === RECOVERY_CHARS;
}
