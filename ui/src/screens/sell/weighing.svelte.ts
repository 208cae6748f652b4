// Reads the scale for as long as somebody looks at it. Owns no weight: only the one that the scale
// called stable may be taken.
import type { WeightView } from '$/api';
import { call, callError, newId, type CallError } from '$/host';

/** Pauses between two readings, and before a scale that did not answer is asked again. */
const NEXT_MS = 120;
const AGAIN_MS = 700;

export class Weighing {
  reading = $state.raw<WeightView | null>(null);
  error = $state.raw<CallError | null>(null);

  /** Begins; the answer ends it. */
  start(): () => void {
    let live = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      let wait_ms = NEXT_MS;
      try {
        const reading = await call('weigh', {}, { request_id: newId() });
        if (!live) return;
        this.reading = reading;
        this.error = null;
      } catch (thrown) {
        if (!live) return;
        this.reading = null;
        this.error = callError(thrown);
        wait_ms = AGAIN_MS;
      }
      timer = setTimeout(() => void ask(), wait_ms);
    };
    void ask();
    return () => {
      live = false;
      clearTimeout(timer);
    };
  }
}
