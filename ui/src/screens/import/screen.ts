// Bringing products in from a file.
import PackagePlus from '@lucide/svelte/icons/package-plus';
import type { Screen } from '$/app/screens';

export default {
  path: '/import',
  title: 'import-title',
  permission: 'catalogue_import',
  nav: { group: 'shop', order: 30, icon: PackagePlus },
  load: () => import('./Import.svelte'),
} satisfies Screen;
