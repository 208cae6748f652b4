// How safe the till is: this computer, its keys, its backups, its devices. One room, four doors.
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import type { Screen } from '$/app/screens';

export default {
  path: '/safety',
  title: 'safety-title',
  permission: 'posture_view',
  nav: { group: 'shop', order: 90, icon: ShieldCheck },
  load: () => import('./Safety.svelte'),
} satisfies Screen;
