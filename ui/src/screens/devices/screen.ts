// Terminals and every other device on a cable: the technician's first room.
import Cable from '@lucide/svelte/icons/cable';
import type { Screen } from '$/app/screens';

export default {
  path: '/devices',
  title: 'devices-title',
  permission: 'terminal_view',
  nav: { group: 'technician', order: 10, icon: Cable },
  load: () => import('./Devices.svelte'),
} satisfies Screen;
