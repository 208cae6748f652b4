// The register of devices as a list, for those who answer for it: manager, technician, auditor.
import type { Screen } from '$/app/screens';

export default {
  path: '/safety/register',
  title: 'safety-room-register',
  permission: 'register_view',
  load: () => import('./Register.svelte'),
} satisfies Screen;
