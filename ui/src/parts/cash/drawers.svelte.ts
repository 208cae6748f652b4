// The drawers of this register: one copy of what the backend last answered, and the question that
// opens one. An act that needs an open drawer asks for it here and goes on by itself.
// Must never add money up: every amount is the backend's.
import { untrack } from 'svelte';
import type { DrawersView, ShiftView } from '$/api';
import { onEvent } from '$/app/events';
import { CallError, callError, query } from '$/host';
import type { Resource } from '$/kit/resource';

/** Why the drawer is being opened: for its own sake, or because an act waits for it. */
export interface Opening {
  waiting: boolean;
  answer: (opened: boolean) => void;
}

let value = $state.raw<DrawersView | undefined>(undefined);
let error = $state.raw<CallError | null>(null);
let busy = $state(false);
let opening = $state.raw<Opening | null>(null);
let round = 0;

async function read(): Promise<void> {
  const mine = ++round;
  busy = true;
  try {
    const next = await query('drawers', {});
    if (mine === round) [value, error] = [next, null];
  } catch (thrown) {
    if (mine === round) error = callError(thrown);
  } finally {
    if (mine === round) busy = false;
  }
}

function take(next: DrawersView): void {
  round++;
  [value, error, busy] = [next, null, false];
}

const reading: Resource<DrawersView> = {
  get value() {
    return value;
  },
  get error() {
    return value === undefined ? error : null;
  },
  get loading() {
    return value === undefined && error === null;
  },
  get busy() {
    return busy;
  },
  reload: () => void read(),
  set: take,
};

export const drawers = {
  /** For Loading. */
  reading,
  /** The drawers, once they are known. */
  get view(): DrawersView | null {
    return value ?? null;
  },
  /** The shift that this person's cash goes into. */
  get mine(): ShiftView | null {
    return value?.shifts.find((each) => each.shift_no === value?.mine) ?? null;
  },
  get opening(): Opening | null {
    return opening;
  },
  take,
  /** Puts in place what an act answered about one shift. */
  takeShift(shift: ShiftView): void {
    if (!value) return;
    const others = value.shifts.filter((each) => each.shift_no !== shift.shift_no);
    const closed = shift.state === 'closed';
    const shifts = closed ? others : [...others, shift];
    take({
      ...value,
      shifts: shifts.sort((a, b) => a.drawer_no - b.drawer_no),
      mine: closed && value.mine === shift.shift_no ? null : value.mine,
    });
  },
  reload: () => void read(),
  /** Reads and keeps fresh until the answer is called. */
  follow(): () => void {
    untrack(() => void read());
    const stop = onEvent('changed', ({ tags }) => {
      if (tags.includes('shift') || tags.includes('settings')) void read();
    });
    return () => {
      stop();
      // What waits for a drawer waits for the person who is gone now.
      opening?.answer(false);
      round++;
      [value, error] = [undefined, null];
    };
  },
  /** Asks for the float; true once the drawer is open. */
  open(waiting = false): Promise<boolean> {
    opening?.answer(false);
    return new Promise((done) => {
      opening = {
        waiting,
        answer(opened) {
          opening = null;
          done(opened);
        },
      };
    });
  },
};

/**
 * Does an act; where it wants an open drawer, opens one first and does it then. The refusal came
 * before anything was written, so the second run is the first that counts. A drawer that the person
 * does not open is an act withdrawn, not a failure.
 */
export async function withDrawer<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (thrown) {
    if (callError(thrown).code !== 'shift_needed') throw thrown;
    if (!(await drawers.open(true))) throw new CallError({ code: 'approval_withheld' });
    return run();
  }
}
