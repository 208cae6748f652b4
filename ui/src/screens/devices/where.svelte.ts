// Where a device is and who answers there: the first half of every pairing. Nothing is changed on the
// device; a probe only asks. An answer to an older question is dropped.
import { callError, query, type CallError } from '$/host';
import type { Address, FoundPort } from '$/api';
import { resource, type Resource } from '$/app/resource.svelte';
import { readPath, readTcp, type AddressFault } from './address';

export type Stage = 'where' | 'asking' | 'who' | 'pairing';

export abstract class Whereabouts {
  stage = $state<Stage>('where');
  readonly ports: Resource<FoundPort[]> = resource(() => query('terminal_discover', {}));
  host = $state('');
  port = $state('');
  path = $state('');
  baud = $state(9600);
  name = $state('');
  fault = $state<AddressFault | 'password' | null>(null);
  error = $state.raw<CallError | null>(null);
  address = $state.raw<Address | null>(null);
  #round = 0;

  askTcp = (): Promise<void> => this.#ask(readTcp({ host: this.host, port: this.port }));
  askPath = (): Promise<void> => this.#ask(readPath(this.path, this.baud));
  askPort = (found: FoundPort): Promise<void> => this.#ask(this.addressOf(found));

  /** Asks the device; what it answers is taken by the function given back. */
  protected abstract probeAt(address: Address): Promise<() => void>;
  /** What is wrong beside the address. */
  protected otherFault(): 'password' | null {
    return null;
  }
  protected addressOf(found: FoundPort): Address {
    return found.address;
  }

  async #ask(address: Address | AddressFault): Promise<void> {
    this.error = null;
    this.fault = (typeof address === 'string' ? address : null) ?? this.otherFault();
    if (this.fault || typeof address === 'string') return;
    const mine = ++this.#round;
    this.address = address;
    this.stage = 'asking';
    try {
      const take = await this.probeAt(address);
      if (mine !== this.#round) return;
      take();
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

  /** Takes the device into use; null when that failed. */
  protected async paired<T>(pair: (address: Address) => Promise<T>): Promise<T | null> {
    if (!this.address || this.name.trim() === '') return null;
    this.error = null;
    this.stage = 'pairing';
    try {
      return await pair(this.address);
    } catch (thrown) {
      this.error = callError(thrown);
      this.stage = 'who';
      return null;
    }
  }
}
