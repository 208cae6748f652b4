// The recovery phrase as typed: what counts as a word. Pure.
// Must agree with pos-vault.
export const PHRASE_WORDS = 12;

/** The words in lower case; numbers of a numbered list, commas and line ends are left out. */
export function phraseWords(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[\s,;.]+/)
    .filter((word) => word !== '' && !/^\d+$/.test(word));
}

/** The phrase as it goes to the backend: words with single spaces. */
export const cleanPhrase = (text: string): string => phraseWords(text).join(' ');
