// Names of entries and of their fields in the language shown. What has no text of its own shows the
// program's word with its underscores taken out, never nothing.
import type { JournalField, JournalValue } from '$/api';
import { count, dayName, momentOf, money } from '$/i18n/format.svelte';
import { hasText, t } from '$/i18n/texts.svelte';

const key = (start: string, word: string) => `${start}-${word.replaceAll('_', '-')}`;

function wordOr(start: string, word: string): string {
  const name = key(start, word);
  return hasText(name) ? t(name) : word.replaceAll('_', ' ');
}

export const kindName = (kind: string): string => wordOr('fact', kind);

export function fieldName(field: JournalField): string {
  const name = wordOr('field', field.name);
  return field.place === null ? name : `${name} ${field.place}`;
}

/** A word of the program: a permission, a role, a state. */
function wordText(word: string): string {
  for (const start of ['word', 'permission', 'role', 'tamper-sign']) {
    if (hasText(key(start, word))) return t(key(start, word));
  }
  return word.replaceAll('_', ' ');
}

/** The value as text; null for a group, whose fields follow. */
export function valueText(value: JournalValue): string | null {
  switch (value.kind) {
    case 'group':
      return null;
    case 'empty':
      return '–';
    case 'text':
      return value.text;
    case 'word':
      return wordText(value.word);
    case 'number':
      return count(value.number);
    case 'amount':
      return money(value.amount_minor);
    case 'at':
      return momentOf(value.at);
    case 'day':
      return dayName(value.day);
    case 'truth':
      return t(value.yes ? 'journal-yes' : 'journal-no');
    case 'person':
    case 'device':
      return value.name;
  }
}
