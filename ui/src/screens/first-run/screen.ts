// The first run: takes the whole window while this computer has no shop.
import type { Screen } from '$/app/screens';

export default {
  path: '/first-run',
  title: 'first-run-title',
  permission: null,
  gates: ['no_shop'],
  wide: true,
  load: () => import('./FirstRunDoor.svelte'),
} satisfies Screen;
