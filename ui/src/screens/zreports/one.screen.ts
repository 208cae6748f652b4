// The list of Zs with one of them open.
import type { Screen } from '$/app/screens';

export default {
  path: '/z/:z_number',
  title: 'z-title',
  permission: 'z_view',
  load: () => import('./ZReports.svelte'),
} satisfies Screen;
