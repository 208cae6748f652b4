// What was found on this computer, in the order in which a person has to act. Pure
// but for the texts.
import type { PostureItem, PosturePolicy, PostureRule } from '$/api';
import { hasText, t } from '$/i18n/texts.svelte';
import { sizeOf } from '$/parts/safety/size';

export type Group = 'block' | 'warn' | 'inform' | 'unknown' | 'good';
export const GROUPS: readonly Group[] = ['block', 'warn', 'inform', 'unknown', 'good'];
export const RULES: readonly PostureRule[] = ['block', 'warn', 'inform'];

export function groupOf(item: PostureItem): Group {
  switch (item.status) {
    case 'good':
      return 'good';
    case 'unknown':
      return 'unknown';
    case 'bad':
      return item.rule;
  }
}

/** The groups that have something in them, worst first. */
export function groupItems(
  items: readonly PostureItem[],
): { group: Group; items: readonly PostureItem[] }[] {
  return GROUPS.map((group) => ({
    group,
    items: items.filter((item) => groupOf(item) === group),
  })).filter((each) => each.items.length > 0);
}

export type Rules = Record<PostureItem['check'], PostureRule>;

export const rulesOf = (items: readonly PostureItem[]): Rules =>
  Object.fromEntries(items.map(({ check, rule }) => [check, rule])) as Rules;

export const policyOf = (rules: Rules): PosturePolicy => ({
  rules: Object.entries(rules).map(([check, rule]) => ({
    check: check as PostureItem['check'],
    rule,
  })),
});

export const sameRules = (a: Rules, b: Rules): boolean =>
  Object.entries(a).every(([check, rule]) => b[check as keyof Rules] === rule);

const MB = 1_000_000;

function readable(name: string, value: string): string {
  if (name === 'free_mb') return sizeOf(Number(value) * MB);
  if (name !== 'slots') return value;
  const kinds = value.split(', ').map((kind) => {
    const key = `keys-slot-${kind}`;
    return hasText(key) ? t(key) : kind;
  });
  return kinds.join(t('posture-saw-slots-join'));
}

/** What was seen, in words: "Debian GNU/Linux 12 · 9 GB free". */
export function foundText(found: PostureItem['found']): string {
  const said = ([name, value]: [string, string | undefined]): string | null => {
    if (!value) return null;
    const key = `posture-saw-${name}`;
    if (!hasText(key)) return value;
    return t(key, { value: readable(name, value) });
  };
  return Object.entries(found).map(said).filter(Boolean).join(' · ');
}
