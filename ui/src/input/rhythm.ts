// Tells a scanner from a person by rhythm alone. Pure: keys and their times in, codes out.
// A wedge scanner types a code fast, or slowly and as evenly as a clock; a person does neither. The
// shorter the code, the stricter the rule, because three quick keys can happen to anybody.

export interface ScanRules {
  /** Longest pause between two keys of one run. */
  gap_ms: number;
  /** Silence after which an unended scan is over. */
  quiet_ms: number;
}

export const SCAN_RULES: ScanRules = { gap_ms: 150, quiet_ms: 190 };

/** One way a scanner types. */
interface Manner {
  /** Fewest characters. */
  least: number;
  chars: RegExp;
  /** Longest pause on average, longest of all, and before the key that ends it. */
  mean_ms: number;
  most_ms: number;
  /** Standard deviation of the pauses over their mean; a typist's is 0.4 and more. */
  spread: number;
  /** Pauses that the page itself made may be left out. */
  excuses: boolean;
}

const ANY = /^/;
const DIGITS = /^\d+$/;
/** A code as printed: no small letters, no blanks, and not a word. */
const PRINTED = /^(?=.*\d)[\dA-Z./$%*+-]+$/;

/** Ended by Enter or Tab. */
const ENDED: Manner[] = [
  { least: 3, chars: ANY, mean_ms: 28, most_ms: 30, spread: 9, excuses: false },
  { least: 5, chars: ANY, mean_ms: 32, most_ms: 60, spread: 9, excuses: true },
  { least: 8, chars: PRINTED, mean_ms: 60, most_ms: 110, spread: 0.35, excuses: true },
  { least: 8, chars: DIGITS, mean_ms: 90, most_ms: 150, spread: 0.35, excuses: true },
];
/** Ended by silence: whatever could be a word stays in its field. */
const UNENDED: Manner[] = [
  { least: 8, chars: DIGITS, mean_ms: 32, most_ms: 60, spread: 9, excuses: true },
  { least: 8, chars: PRINTED, mean_ms: 22, most_ms: 40, spread: 9, excuses: true },
];

export class ScanRhythm {
  #chars = '';
  #gaps: number[] = [];
  #excused = false;
  #last_ms = 0;

  constructor(readonly rules: ScanRules = SCAN_RULES) {}

  /**
   * One character; true when it begins a new run of keys. `free_ms` is when the page could take keys
   * again after the one before: a driver that waits for the page stamps its next key only then, and
   * a pause that the page made is no pause of the hand.
   */
  feed(char: string, at_ms: number, free_ms: number = 0): boolean {
    const gap = this.#gapAt(at_ms, free_ms);
    const begins = this.#chars === '' || gap > this.rules.gap_ms;
    if (begins) this.reset();
    else this.#count(at_ms, gap);
    this.#chars += char;
    this.#last_ms = at_ms;
    return begins;
  }

  reset(): void {
    this.#chars = '';
    this.#gaps = [];
    this.#excused = false;
  }

  /** Milliseconds since the last key. */
  since(at_ms: number): number {
    return at_ms - this.#last_ms;
  }

  /** The code, if what came until now was a scan and Enter or Tab ended it at `at_ms`. */
  end(at_ms: number, free_ms: number = 0): string | null {
    if (this.#chars !== '') this.#count(at_ms, this.#gapAt(at_ms, free_ms));
    const code = this.#judged(ENDED);
    this.reset();
    return code;
  }

  /** The code, if what came until now was a scan that nothing ended. What is none yet may go on. */
  fallSilent(): string | null {
    const code = this.#judged(UNENDED);
    if (code !== null) this.reset();
    return code;
  }

  #gapAt(at_ms: number, free_ms: number): number {
    // A key stamped while the page was busy has its true time; only a later one waited for it.
    const from = at_ms >= free_ms ? Math.max(this.#last_ms, free_ms) : this.#last_ms;
    return Math.max(0, at_ms - from);
  }

  #count(at_ms: number, gap: number): void {
    if (gap + 1 < at_ms - this.#last_ms && at_ms - this.#last_ms > 30) this.#excused = true;
    this.#gaps.push(gap);
  }

  #judged(manners: Manner[]): string | null {
    const gaps = this.#gaps;
    if (gaps.length === 0) return null;
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const most = Math.max(...gaps);
    const square = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
    const spread = mean > 0 ? Math.sqrt(square) / mean : 0;
    const fits = (manner: Manner) =>
      this.#chars.length >= manner.least &&
      manner.chars.test(this.#chars) &&
      mean <= manner.mean_ms &&
      most <= manner.most_ms &&
      spread <= manner.spread &&
      (manner.excuses || !this.#excused);
    return manners.some(fits) ? this.#chars : null;
  }
}
