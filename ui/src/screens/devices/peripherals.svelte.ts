// The paired devices beside the terminals, kept fresh by events; what is tried and changed on them.
import { query } from '$/host';
import type { PeripheralOptions, PeripheralReading, PeripheralView } from '$/api';
import { act, tell, tryAct } from '$/app/act.svelte';
import { onEvent } from '$/app/events';
import { resource, type Resource } from '$/app/resource.svelte';
import type { Test } from './kinds';

export class Peripherals {
  readonly list: Resource<PeripheralView[]> = resource(
    () => query('peripherals', {}),
    ['peripherals'],
  );

  constructor() {
    $effect(() => onEvent('peripheral', (event) => this.take(event.peripheral)));
  }

  /** Puts a newer state of one device in place. */
  take(device: PeripheralView): void {
    const all = this.list.value;
    if (!all) return;
    const known = all.some((each) => each.peripheral_id === device.peripheral_id);
    const next = all.map((each) => (each.peripheral_id === device.peripheral_id ? device : each));
    this.list.set(known ? next : [...all, device]);
  }

  async save(peripheral_id: string, name: string, options: PeripheralOptions): Promise<boolean> {
    const saved = await tryAct('peripheral_save', { peripheral_id, name, options });
    if (saved) this.take(saved);
    return saved !== null;
  }

  async remove(peripheral_id: string): Promise<boolean> {
    try {
      await act('peripheral_remove', { peripheral_id });
    } catch (thrown) {
      tell(thrown);
      return false;
    }
    this.list.set((this.list.value ?? []).filter((each) => each.peripheral_id !== peripheral_id));
    return true;
  }
}

/** Pause between two weights. */
const NEXT_MS = 120;

/** One test at a time, and what the last one said. A scale is read on and on until it is stopped. */
export class Trial {
  running = $state<Test | null>(null);
  last = $state.raw<{ test: Test; reading: PeripheralReading } | null>(null);
  #stopped = false;

  constructor(private readonly peripheral_id: string) {
    $effect(() => () => this.stop());
  }

  async run(test: Test): Promise<void> {
    if (this.running) return;
    this.running = test;
    this.last = null;
    this.#stopped = false;
    do {
      const { peripheral_id } = this;
      const reading = await tryAct('peripheral_test', { peripheral_id, test });
      if (reading === null) break;
      this.last = { test, reading };
      if (test === 'weigh') await new Promise((next) => setTimeout(next, NEXT_MS));
    } while (test === 'weigh' && !this.#stopped);
    this.running = null;
  }

  stop(): void {
    this.#stopped = true;
  }
}
