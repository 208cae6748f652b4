// The paired terminals, the one looked at, its tests and its wire. Owns no money and no payment.
import { untrack } from 'svelte';
import { query } from '$/host';
import type { TerminalView, TestReport, WireLine } from '$/api';
import { act, tell, tryAct } from '$/app/act.svelte';
import { onEvent } from '$/app/events';
import { live } from '$/app/live.svelte';
import { resource, type Resource } from '$/app/resource.svelte';

export type Test = 'status' | 'diagnosis' | 'end_of_day';
export const tests: Test[] = ['status', 'diagnosis', 'end_of_day'];

export class TerminalsState {
  readonly list: Resource<TerminalView[]> = resource(
    () => query('terminal_list', {}),
    ['terminals'],
  );

  constructor() {
    $effect(() => onEvent('terminal', (event) => this.take(event.terminal)));
    // The till's status is the newest word on links; where the list says otherwise it is old.
    $effect(() => {
      const links = live.status?.terminals ?? [];
      const old = untrack(() =>
        links.some(({ terminal_id, link }) => {
          const shown = this.list.value?.find((each) => each.terminal_id === terminal_id);
          return shown !== undefined && shown.link !== link;
        }),
      );
      if (old) untrack(() => this.list.reload());
    });
  }

  /** Puts a newer state of one terminal in place. */
  take(terminal: TerminalView): void {
    const all = this.list.value;
    if (!all) return;
    const known = all.some((each) => each.terminal_id === terminal.terminal_id);
    const next = all.map((each) => (each.terminal_id === terminal.terminal_id ? terminal : each));
    this.list.set(known ? next : [...all, terminal]);
  }

  async clearAlarm(terminal_id: string): Promise<boolean> {
    const terminal = await tryAct('terminal_clear_alarm', { terminal_id });
    if (terminal) this.take(terminal);
    return terminal !== null;
  }

  async unpair(terminal_id: string): Promise<boolean> {
    try {
      await act('terminal_unpair', { terminal_id, with_doubt: false });
    } catch (thrown) {
      tell(thrown);
      return false;
    }
    this.list.set((this.list.value ?? []).filter((each) => each.terminal_id !== terminal_id));
    return true;
  }
}

export class TestRun {
  running = $state<Test | null>(null);
  last = $state.raw<{ test: Test; report: TestReport } | null>(null);
  constructor(private readonly terminal_id: string) {}

  async run(test: Test): Promise<void> {
    if (this.running) return;
    this.running = test;
    this.last = null;
    const report = await tryAct('terminal_test', { terminal_id: this.terminal_id, test });
    if (report) this.last = { test, report };
    this.running = null;
  }
}

/** Lines kept on screen; older ones fall out. */
export const WIRE_KEPT = 500;

export class Wire {
  lines = $state.raw<WireLine[]>([]);
  failed = $state(false);

  constructor(terminal_id: string) {
    let early: WireLine[] = [];
    let loaded = false;
    const add = (more: WireLine[]) => (this.lines = [...this.lines, ...more].slice(-WIRE_KEPT));
    $effect(() =>
      onEvent('wire', (event) => {
        if (event.terminal_id !== terminal_id) return;
        if (loaded) add([event.line]);
        else early.push(event.line);
      }),
    );
    query('terminal_wire', { terminal_id }).then(
      (lines) => {
        loaded = true;
        // What came by event while the list was on its way may already be in it.
        const last = lines.at(-1)?.at ?? 0;
        this.lines = lines.slice(-WIRE_KEPT);
        add(early.filter((line) => line.at > last));
        early = [];
      },
      () => {
        loaded = true;
        this.failed = true;
      },
    );
  }
}
