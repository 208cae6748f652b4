// The running period at any time: the X.
import type { Screen } from '$/app/screens';

export default {
  path: '/x',
  title: 'x-title',
  permission: 'x_report',
  load: () => import('./X.svelte'),
} satisfies Screen;
