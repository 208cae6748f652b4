import { expect, it } from 'vitest';
import { cleanPhrase, phraseWords } from './typed';

it.each([
  ['ocean  River\nstone', 'ocean river stone'],
  ['1. ocean 2. river', 'ocean river'],
  ['ocean, river; stone.', 'ocean river stone'],
  ['   ', ''],
])('%j is read as %j', (text, want) => expect(cleanPhrase(text)).toBe(want));

it('counts words', () => expect(phraseWords('ocean river').length).toBe(2));
