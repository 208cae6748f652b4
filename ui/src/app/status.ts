// Sums up the terminals in one pill: the worst state that a person has to act on, by its words.
import type { TerminalView, TillStatus } from '$/api';

type Link = TerminalView['link'];
export interface StatusPill {
  tone: 'ok' | 'warn' | 'bad' | 'idle';
  key: string;
  args?: Record<string, string | number>;
}

/** From the least to the most urgent. */
const LINKS: Record<Link, { rank: number; tone: StatusPill['tone'] }> = {
  ready: { rank: 0, tone: 'ok' },
  busy: { rank: 1, tone: 'ok' },
  connecting: { rank: 2, tone: 'warn' },
  away: { rank: 3, tone: 'warn' },
  held: { rank: 4, tone: 'bad' },
  other_terminal: { rank: 5, tone: 'bad' },
  alarmed: { rank: 6, tone: 'bad' },
};

export function linkTone(link: Link): StatusPill['tone'] {
  return LINKS[link].tone;
}

export function linkKey(link: Link): string {
  return `terminal-link-${link.replaceAll('_', '-')}`;
}

export function terminalPill(terminals: TillStatus['terminals']): StatusPill {
  if (terminals.length === 0) return { tone: 'idle', key: 'status-terminal-none' };
  const worst = terminals.reduce((a, b) => (LINKS[b.link].rank > LINKS[a.link].rank ? b : a));
  const { tone } = LINKS[worst.link];
  if (terminals.length > 1 && tone === 'ok') {
    return { tone, key: 'status-terminals-ready', args: { count: terminals.length } };
  }
  if (terminals.length > 1) {
    return { tone, key: 'status-one-terminal', args: { name: worst.name, link: worst.link } };
  }
  return { tone, key: 'status-terminal', args: { link: worst.link } };
}
