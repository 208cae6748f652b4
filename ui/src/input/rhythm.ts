// Tells a scanner from a person by rhythm alone. Pure: keys and their times in, codes out.
// A wedge scanner types a whole code with a few milliseconds between keys; nobody else does.

export interface ScanRules {
  /** Longest pause between two keys of one scan. */
  gap_ms: number;
  /** Longest pause on average. */
  mean_ms: number;
  /** Fewest characters of a scan that ends with Enter or Tab. */
  least: number;
  /** Fewest characters of a scan that just ends. */
  least_unended: number;
  /** Silence after which an unended scan is over. */
  quiet_ms: number;
}

export const SCAN_RULES: ScanRules = {
  gap_ms: 60,
  mean_ms: 32,
  least: 4,
  least_unended: 8,
  quiet_ms: 110,
};

export class ScanRhythm {
  #chars = '';
  #first_ms = 0;
  #last_ms = 0;

  constructor(readonly rules: ScanRules = SCAN_RULES) {}

  /** One character; true when it begins a new run of keys. */
  feed(char: string, at_ms: number): boolean {
    const begins = this.#chars === '' || at_ms - this.#last_ms > this.rules.gap_ms;
    if (begins) {
      this.#chars = '';
      this.#first_ms = at_ms;
    }
    this.#chars += char;
    this.#last_ms = at_ms;
    return begins;
  }

  reset(): void {
    this.#chars = '';
  }

  /** The code, if what came until now was a scan; `ended` by Enter or Tab at `at_ms`. */
  take(at_ms: number, ended: boolean): string | null {
    const code = this.#chars;
    const { least, least_unended, gap_ms, mean_ms } = this.rules;
    this.reset();
    if (code.length < (ended ? least : least_unended)) return null;
    if (ended && at_ms - this.#last_ms > gap_ms) return null;
    // Without an end key only plain digits pass: a fast word must not vanish from a field.
    if (!ended && !/^\d+$/.test(code)) return null;
    const mean = (this.#last_ms - this.#first_ms) / (code.length - 1);
    return mean <= mean_ms ? code : null;
  }
}
