// Putting a backup in the place of the books: a guided act of two people.
import type { Screen } from '$/app/screens';

export default {
  path: '/safety/backups/restore',
  title: 'restore-title',
  permission: 'backup_restore',
  load: () => import('./RestorePage.svelte'),
} satisfies Screen;
