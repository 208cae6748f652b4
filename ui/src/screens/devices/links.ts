// How a terminal's link looks: its colour and how loud it is.
import type { TerminalView } from '$/api';

export type Tone = 'ok' | 'warn' | 'bad' | 'idle';

export function toneOf(link: TerminalView['link']): Tone {
  switch (link) {
    case 'ready':
    case 'busy':
      return 'ok';
    case 'connecting':
      return 'idle';
    case 'held':
      return 'warn';
    case 'away':
    case 'other_terminal':
    case 'alarmed':
      return 'bad';
  }
}
