// Backups: what there is and what proved it, when and where, the drill.
import type { Screen } from '$/app/screens';

export default {
  path: '/safety/backups',
  title: 'safety-room-backups',
  permission: 'backup_run',
  load: () => import('./Backups.svelte'),
} satisfies Screen;
