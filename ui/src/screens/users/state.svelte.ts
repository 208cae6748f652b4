// The people of the shop and the one being edited. Secrets are sent at once and never kept.
import { callError, newId, query, type CallError } from '$/host';
import type { Role, RoleTable, UserView } from '$/api';
import { act, tell, tryAct } from '$/app/act.svelte';
import { resource, type Resource } from '$/app/resource.svelte';

export const roles: readonly Role[] = ['cashier', 'supervisor', 'manager', 'technician', 'auditor'];

export interface Draft {
  user_id: string;
  name: string;
  role: Role;
  active: boolean;
}

export class UsersScreen {
  readonly list: Resource<UserView[]> = resource(() => query('user_list', {}), ['users']);
  readonly table: Resource<RoleTable> = resource(() => query('role_table', {}));
  chosen = $state<string | null>(null);
  draft = $state<Draft | null>(null);
  saving = $state(false);
  tried = $state(false);
  error = $state.raw<CallError | null>(null);

  get user(): UserView | null {
    return this.list.value?.find((each) => each.user_id === this.chosen) ?? null;
  }
  get isNew(): boolean {
    return this.draft !== null && this.user === null;
  }
  get changed(): boolean {
    const { draft, user } = this;
    if (!draft) return false;
    if (!user) return draft.name.trim() !== '';
    return (
      draft.name.trim() !== user.name || draft.role !== user.role || draft.active !== user.active
    );
  }

  choose(user: UserView): void {
    this.#edit({
      user_id: user.user_id,
      name: user.name,
      role: user.role,
      active: user.active,
    });
  }

  add(): void {
    this.#edit({ user_id: newId(), name: '', role: 'cashier', active: true });
  }

  #edit(draft: Draft): void {
    this.chosen = draft.user_id;
    this.draft = draft;
    this.tried = false;
    this.error = null;
  }

  undo(): void {
    if (this.user) this.choose(this.user);
    else {
      this.draft = null;
      this.chosen = null;
    }
  }

  async save(): Promise<UserView | null> {
    const draft = this.draft;
    this.tried = true;
    this.error = null;
    if (!draft || draft.name.trim() === '') return null;
    this.saving = true;
    try {
      const user = await act('user_save', { ...$state.snapshot(draft), name: draft.name.trim() });
      this.#take(user);
      this.choose(user);
      return user;
    } catch (thrown) {
      this.error = callError(thrown);
      if (this.error.field === null) tell(thrown);
      return null;
    } finally {
      this.saving = false;
    }
  }

  async setSecret(secret: { pin: string } | { password: string }): Promise<UserView> {
    const user_id = this.chosen ?? '';
    const input = { user_id, pin: null, password: null, ...secret };
    const user = await act('user_secret_set', input);
    this.#take(user);
    return user;
  }

  /** Takes the lost second factor of the chosen person away; null when it was not done. */
  async resetFactor(): Promise<UserView | null> {
    const user = await tryAct('second_factor_reset', { user_id: this.chosen ?? '' });
    if (user) this.#take(user);
    return user;
  }

  #take(user: UserView): void {
    const all = this.list.value ?? [];
    const known = all.some((each) => each.user_id === user.user_id);
    this.list.set(
      known ? all.map((each) => (each.user_id === user.user_id ? user : each)) : [...all, user],
    );
  }
}
