// Who is at the till: stands before everything when nobody is, or when the till is locked.
import type { Screen } from '$/app/screens';

export default {
  path: '/sign-in',
  title: 'sign-in-title',
  permission: null,
  gates: ['signed_out', 'locked'],
  wide: true,
  load: () => import('./SignIn.svelte'),
} satisfies Screen;
