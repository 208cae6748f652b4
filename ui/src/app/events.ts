// The stream of events from the backend, handed to whoever asked for a type. One subscription for
// the whole window.
import type { Event } from '$/api';
import { host } from '$/host';

type Of<T extends Event['type']> = Extract<Event, { type: T }>;
type Handler = (event: Event) => void;

const handlers = new Map<Event['type'], Set<Handler>>();

/** Calls `run` for each event of the type until the answer is called. */
export function onEvent<T extends Event['type']>(type: T, run: (event: Of<T>) => void): () => void {
  let of = handlers.get(type);
  if (!of) handlers.set(type, (of = new Set()));
  of.add(run as Handler);
  return () => void of.delete(run as Handler);
}

/** Starts listening; the answer stops it. */
export function startEvents(link: (connected: boolean) => void): () => void {
  return host().subscribe((event) => {
    for (const run of handlers.get(event.type) ?? []) run(event);
  }, link);
}
