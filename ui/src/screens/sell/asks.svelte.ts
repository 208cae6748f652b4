// Which question lies over the sell screen, if any.
import type { LineView, ProductTile } from '$/api';

export type Ask =
  | { kind: 'quantity'; line: LineView | null }
  | { kind: 'price'; line: LineView }
  | { kind: 'new_price'; product: ProductTile }
  | { kind: 'new_weight'; product: ProductTile }
  // Rung by a code that holds no weight; without one the line goes again.
  | { kind: 'scanned_weight'; line: LineView }
  | { kind: 'discount'; line: LineView | null }
  | { kind: 'note'; line: LineView }
  | { kind: 'suspend' }
  | { kind: 'suspended' }
  | { kind: 'void' }
  | { kind: 'return' }
  // Bound to its sale: what was asked for one sale must never open over another.
  | { kind: 'pay'; way: 'cash' | 'card'; sale_id: string };

let ask = $state.raw<Ask | null>(null);

export const asks = {
  get open(): Ask | null {
    return ask;
  },
  show(next: Ask): void {
    ask = next;
  },
  close(): void {
    ask = null;
  },
};
