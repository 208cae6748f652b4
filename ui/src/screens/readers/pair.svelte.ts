// The course of pairing: where is it, is it the one, what is it called. Nothing is changed on the
// device before the last step; the probe only asks who is there.
import { callError, query, newId, type CallError } from '$/host';
import type { Address, FoundPort, ProbeView, TerminalView } from '$/api';
import { act } from '$/app/act.svelte';
import { resource, type Resource } from '$/app/resource.svelte';
import { t } from '$/i18n/texts.svelte';
import { passwordFault, readSerial, readTcp, ZVT_PORT, type AddressFault } from './address';

export type Stage = 'where' | 'asking' | 'who' | 'pairing';

export class Pairing {
  stage = $state<Stage>('where');
  readonly ports: Resource<FoundPort[]> = resource(() => query('terminal_discover', {}));
  host = $state('');
  port = $state(String(ZVT_PORT));
  path = $state('');
  baud = $state(9600);
  password = $state('');
  name = $state('');
  fault = $state<AddressFault | 'password' | null>(null);
  error = $state.raw<CallError | null>(null);
  address = $state.raw<Address | null>(null);
  probe = $state.raw<ProbeView | null>(null);
  #round = 0;

  constructor(
    private readonly again: TerminalView | null,
    private readonly count: number,
  ) {
    if (again?.address.kind === 'tcp') {
      this.host = again.address.host;
      this.port = String(again.address.port);
    }
  }

  askTcp = (): Promise<void> => this.#ask(readTcp({ host: this.host, port: this.port }));
  askPath = (): Promise<void> => this.#ask(readSerial(this.path, this.baud));
  askPort = (found: FoundPort): Promise<void> => this.#ask(found.address);

  async #ask(address: Address | AddressFault): Promise<void> {
    this.error = null;
    this.fault = typeof address === 'string' ? address : null;
    if (passwordFault(this.password)) this.fault ??= 'password';
    if (this.fault || typeof address === 'string') return;
    const mine = ++this.#round;
    this.address = address;
    this.stage = 'asking';
    try {
      const probe = await act('terminal_probe', { address, password: this.password || null });
      if (mine !== this.#round) return;
      this.probe = probe;
      this.name = this.again?.name ?? t('pair-name-value', { number: String(this.count + 1) });
      this.stage = 'who';
    } catch (thrown) {
      if (mine !== this.#round) return;
      this.error = callError(thrown);
      this.stage = 'where';
    }
  }

  /** Back to the choice; an answer still on its way is ignored. */
  back = (): void => {
    this.#round += 1;
    this.error = null;
    this.stage = 'where';
  };

  async pair(): Promise<TerminalView | null> {
    if (!this.address || this.name.trim() === '') return null;
    this.error = null;
    this.stage = 'pairing';
    try {
      return await act('terminal_pair', {
        terminal_id: this.again?.terminal_id ?? newId(),
        name: this.name.trim(),
        address: this.address,
        password: this.password || null,
      });
    } catch (thrown) {
      this.error = callError(thrown);
      this.stage = 'who';
      return null;
    }
  }
}
