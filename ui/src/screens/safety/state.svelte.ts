// The look over this computer, and the rules for what a weak one may do. Owns the draft of the rules.
import type { PostureRule, PostureItem, PostureView } from '$/api';
import { act, tell } from '$/app/act.svelte';
import { resource, type Resource } from '$/app/resource.svelte';
import { query } from '$/host';
import { t } from '$/i18n/texts.svelte';
import { toasts } from '$/kit/toasts.svelte';
import { policyOf, rulesOf, sameRules, type Rules } from './posture';

export class SafetyScreen {
  readonly posture: Resource<PostureView> = resource(
    () => query('posture', {}),
    ['policies', 'keys', 'backups'],
  );
  /** The rules being changed; null while they are only shown. */
  draft = $state<Rules | null>(null);
  saving = $state(false);

  get changed(): boolean {
    const saved = this.posture.value;
    return (
      this.draft !== null && saved !== undefined && !sameRules(this.draft, rulesOf(saved.items))
    );
  }
  ruleOf(item: PostureItem): PostureRule {
    return this.draft?.[item.check] ?? item.rule;
  }

  edit(): void {
    const saved = this.posture.value;
    if (saved) this.draft = rulesOf(saved.items);
  }
  set(check: PostureItem['check'], rule: PostureRule): void {
    if (this.draft) this.draft = { ...this.draft, [check]: rule };
  }
  undo(): void {
    this.draft = null;
  }

  async save(): Promise<void> {
    if (this.draft === null || this.saving) return;
    if (!this.changed) return this.undo();
    this.saving = true;
    try {
      await act('posture_policy_save', policyOf($state.snapshot(this.draft)));
      this.draft = null;
      this.posture.reload();
      toasts.push(t('safety-rules-saved'), 'good');
    } catch (thrown) {
      tell(thrown);
    } finally {
      this.saving = false;
    }
  }
}
