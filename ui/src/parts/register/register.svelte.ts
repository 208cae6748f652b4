// The register of devices, kept fresh, and what is done to one of them. Owns no payment and no link.
import type { DeviceDetail, DeviceRecord } from '$/api';
import { act } from '$/app/act.svelte';
import { resource, type Resource } from '$/app/resource.svelte';
import { session } from '$/app/session.svelte';
import { newId, query, type Input } from '$/host';

const TAGS = ['register'] as const;

export class Register {
  /** Empty for who may not see it: the devices' own room is open to more people. */
  readonly list: Resource<DeviceRecord[]> = resource(
    () => (session.can('register_view') ? query('register_list', {}) : Promise.resolve([])),
    TAGS,
  );
  of(device_id: string): DeviceRecord | undefined {
    return this.list.value?.find((each) => each.device_id === device_id);
  }
}

export class RegisteredDevice {
  readonly detail: Resource<DeviceDetail>;
  constructor(private readonly device_id: string) {
    this.detail = resource(() => query('register_device', { device_id }), TAGS);
  }

  /** Each throws what the backend refused; the sheet that asked shows it. */
  async inspect(
    input: Omit<Input<'device_inspect'>, 'device_id' | 'inspection_id'>,
  ): Promise<DeviceRecord> {
    const { device_id } = this;
    const after = await act('device_inspect', { device_id, inspection_id: newId(), ...input });
    this.detail.reload();
    return after;
  }
  async clear(found: Omit<Input<'device_clear'>, 'device_id'>): Promise<void> {
    await act('device_clear', { device_id: this.device_id, ...found });
    this.detail.reload();
  }
  async edit(input: Omit<Input<'register_edit'>, 'device_id'>): Promise<void> {
    await act('register_edit', { device_id: this.device_id, ...input });
    this.detail.reload();
  }
}
