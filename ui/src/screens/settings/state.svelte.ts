// The settings being changed beside those saved. Saves all of them or none.
import { untrack } from 'svelte';
import { callError, query, type CallError } from '$/host';
import type { PriceBarcodeRule, ShopSettings } from '$/api';
import { act, tell } from '$/app/act.svelte';
import { resource, type Resource } from '$/app/resource.svelte';
import { session } from '$/app/session.svelte';
import { faultText } from '$/i18n/reasons';
import { t } from '$/i18n/texts.svelte';
import { toasts } from '$/kit/toasts.svelte';
import { withTaxClass, type Faults } from '$/parts/shop/steps';
import { changedSections, cleaned, fittedRule, settingsFaults, type Section } from './changes';

const NEW_RULE: PriceBarcodeRule = {
  prefix: '',
  item_digits: 5,
  value_digits: 5,
  value: 'price',
  decimals: 2,
};

/** What was left unsaved, for whoever left it: it is there again when they come back. */
let kept: { user_id: string; draft: ShopSettings } | null = null;

export class SettingsScreen {
  readonly saved: Resource<ShopSettings> = resource(() => query('settings_view', {}), ['settings']);
  draft = $state<ShopSettings | null>(null);
  saving = $state(false);
  tried = $state(false);
  error = $state.raw<CallError | null>(null);

  constructor() {
    const user_id = session.user?.user_id ?? '';
    if (kept?.user_id === user_id) this.draft = kept.draft;
    kept = null;
    $effect(() => () => {
      if (this.draft && this.changed.length > 0) {
        kept = { user_id, draft: $state.snapshot(this.draft) };
      }
    });
    // Follow what is saved as long as nothing was changed here.
    $effect(() => {
      const saved = this.saved.value;
      if (saved && untrack(() => this.draft === null || this.changed.length === 0)) {
        this.draft = structuredClone(saved);
      }
    });
  }

  get changed(): Section[] {
    const { draft } = this;
    const saved = this.saved.value;
    return draft && saved ? changedSections(saved, $state.snapshot(draft)) : [];
  }
  get faults(): Faults {
    return this.draft && this.tried ? settingsFaults(this.draft) : {};
  }
  faultText = (field: string): string | null => {
    const code = this.faults[field];
    if (code) return t(`settings-fault-${code}`);
    return this.error?.field === field ? faultText(this.error) : null;
  };

  undo(): void {
    this.draft = this.saved.value ? structuredClone(this.saved.value) : null;
    this.tried = false;
    this.error = null;
  }

  addTaxClass = (): void => {
    if (this.draft) this.draft.tax_classes = withTaxClass(this.draft.tax_classes);
  };
  addRule = (): void => {
    this.draft?.price_barcodes.push({ ...NEW_RULE });
  };
  fitRule(at: number): void {
    const rule = this.draft?.price_barcodes[at];
    if (rule) Object.assign(rule, fittedRule(rule));
  }
  removeRule(at: number): void {
    this.draft?.price_barcodes.splice(at, 1);
  }

  async save(): Promise<boolean> {
    if (!this.draft || this.saving) return false;
    this.tried = true;
    this.error = null;
    if (Object.keys(settingsFaults(this.draft)).length > 0) return false;
    this.saving = true;
    try {
      const saved = await act('settings_save', cleaned($state.snapshot(this.draft)));
      this.draft = structuredClone(saved);
      this.saved.set(saved);
      this.tried = false;
      toasts.push(t('settings-saved'), 'good');
      session.shopChanged(await query('shop_status', {}));
      return true;
    } catch (thrown) {
      this.error = callError(thrown);
      if (this.error.field === null) tell(thrown);
      return false;
    } finally {
      this.saving = false;
    }
  }
}
