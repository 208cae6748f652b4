// What was found on this computer, in the order in which a person has to act. Pure.
import type { PostureItem, PosturePolicy, PostureRule } from '$/api';

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
