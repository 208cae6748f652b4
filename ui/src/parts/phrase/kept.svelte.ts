// A recovery phrase that is shown once: its words, then two of them asked back. Keeps them in memory
// until they were typed, then forgets them; nothing of it is stored or copied.
import { askedPlaces, sameWord } from '$/parts/shop/steps';

const ASKED = 2;

export class PhraseKept {
  words = $state.raw<readonly string[]>([]);
  asked = $state.raw<number[]>([]);
  typed = $state<string[]>([]);
  wrong = $state.raw<boolean[]>([]);
  stage = $state<'shown' | 'asked' | 'kept'>('shown');

  constructor(words: readonly string[]) {
    this.words = words;
  }

  ask(): void {
    this.asked = askedPlaces(this.words.length, secureRandom);
    this.typed = Array.from({ length: ASKED }, () => '');
    this.wrong = [];
    this.stage = 'asked';
  }

  see(): void {
    this.stage = 'shown';
  }

  /** Whether both words were right; the phrase is forgotten then. */
  confirm(): boolean {
    this.wrong = this.asked.map((at, i) => !sameWord(this.typed[i] ?? '', this.words[at]!));
    if (this.wrong.some(Boolean)) return false;
    this.words = [];
    this.typed = [];
    this.stage = 'kept';
    return true;
  }
}

/** 0 ≤ x < 1 from the platform's own source. */
function secureRandom(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32;
}
