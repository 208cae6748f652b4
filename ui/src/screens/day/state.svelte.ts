// The day shown and its report. Follows the running day as sales complete; never computes money.
import { query } from '$/host';
import type { DayReport } from '$/api';
import { resource, type Resource } from '$/app/resource.svelte';
import { dayPlus } from './compare';

export class DayScreen {
  /** The day asked for; null is the running business day, whichever that is. */
  asked = $state<string | null>(null);
  /** The running business day, known from its first report. */
  today = $state<string | null>(null);
  readonly report: Resource<DayReport> = resource(() => this.#read(), ['day', 'sales', 'doubts']);

  async #read(): Promise<DayReport> {
    const day = this.asked;
    const report = await query('day_report', { day });
    if (day === null) this.today = report.day;
    return report;
  }

  get day(): string | null {
    return this.asked ?? this.today;
  }
  get isToday(): boolean {
    return this.today !== null && this.day === this.today;
  }

  show(day: string | null): void {
    this.asked = day !== null && day === this.today ? null : day;
  }

  step(by: 1 | -1): void {
    if (this.day !== null && !(by > 0 && this.isToday)) this.show(dayPlus(this.day, by));
  }
}
