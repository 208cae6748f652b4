// The two courses of pairing, of a terminal and of a device beside it: where is it, is it the one, what
// is it called.
import { newId } from '$/host';
import type {
  Address,
  FoundPort,
  PeripheralKind,
  PeripheralOptions,
  PeripheralProbe,
  PeripheralView,
  ProbeView,
  TerminalView,
} from '$/api';
import { act } from '$/app/act.svelte';
import { session } from '$/app/session.svelte';
import { t } from '$/i18n/texts.svelte';
import { passwordFault, ZVT_PORT } from './address';
import { DRIVERS, usualOptions, type Driver } from './kinds';
import { Whereabouts } from './where.svelte';

export class Pairing extends Whereabouts {
  password = $state('');
  probe = $state.raw<ProbeView | null>(null);

  constructor(
    private readonly again: TerminalView | null,
    private readonly count: number,
  ) {
    super();
    this.port = String(ZVT_PORT);
    if (again?.address.kind === 'tcp') {
      this.host = again.address.host;
      this.port = String(again.address.port);
    }
  }

  protected override otherFault(): 'password' | null {
    return passwordFault(this.password) ? 'password' : null;
  }

  protected async probeAt(address: Address): Promise<() => void> {
    const probe = await act('terminal_probe', { address, password: this.password || null });
    return () => {
      this.probe = probe;
      this.name = this.again?.name ?? t('pair-name-value', { number: String(this.count + 1) });
    };
  }

  pair(): Promise<TerminalView | null> {
    return this.paired((address) =>
      act('terminal_pair', {
        terminal_id: this.again?.terminal_id ?? newId(),
        name: this.name.trim(),
        address,
        password: this.password || null,
      }),
    );
  }
}

export class PeripheralPairing extends Whereabouts {
  driver = $state<string>('');
  options = $state<PeripheralOptions>(usualOptions(session.shop?.language ?? 'en'));
  probe = $state.raw<PeripheralProbe | null>(null);

  constructor(
    readonly kind: PeripheralKind,
    private readonly count: number,
  ) {
    super();
    this.drive(DRIVERS[kind][0]!);
  }

  /** Takes a driver, and the port and speed that its devices usually have. */
  drive(driver: Driver): void {
    this.driver = driver.name;
    this.baud = driver.baud;
    this.port = driver.tcp_port === null ? '' : String(driver.tcp_port);
  }

  protected override addressOf({ address }: FoundPort): Address {
    return address.kind === 'serial' ? { ...address, baud: this.baud } : address;
  }

  protected async probeAt(address: Address): Promise<() => void> {
    const { kind, driver } = this;
    const probe = await act('peripheral_probe', { kind, driver, address });
    return () => {
      this.probe = probe;
      const usual = t(`device-kind-${kind}`);
      this.name = probe.model ?? (this.count > 0 ? `${usual} ${this.count + 1}` : usual);
    };
  }

  pair(): Promise<PeripheralView | null> {
    const { kind, driver } = this;
    return this.paired((address) =>
      act('peripheral_pair', {
        peripheral_id: newId(),
        kind,
        driver,
        name: this.name.trim(),
        address,
        options: $state.snapshot(this.options),
      }),
    );
  }
}
