// The locked shop: takes the whole window until its file opens.
import type { Screen } from '$/app/screens';

export default {
  path: '/unlock',
  title: 'unlock-head',
  permission: null,
  gates: ['shop_locked'],
  wide: true,
  load: () => import('./Unlock.svelte'),
} satisfies Screen;
