// The people of the shop, for whoever may see them.
import UsersRound from '@lucide/svelte/icons/users-round';
import type { Screen } from '$/app/screens';

export default {
  path: '/users',
  title: 'users-title',
  permission: 'user_view',
  nav: { group: 'shop', order: 20, icon: UsersRound },
  load: () => import('./Users.svelte'),
} satisfies Screen;
