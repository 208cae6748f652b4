// Readers and terminals, the technician's first room.
import CreditCard from '@lucide/svelte/icons/credit-card';
import type { Screen } from '$/app/screens';

export default {
  path: '/readers',
  title: 'readers-title',
  permission: 'terminal_view',
  nav: { group: 'technician', order: 10, icon: CreditCard },
  load: () => import('./Readers.svelte'),
} satisfies Screen;
