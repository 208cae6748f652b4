// The shop's keys, what opens them, and the end of the shop on this computer.
import type { Screen } from '$/app/screens';

export default {
  path: '/safety/keys',
  title: 'safety-room-keys',
  permission: 'key_view',
  load: () => import('./Keys.svelte'),
} satisfies Screen;
