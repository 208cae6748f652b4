import { expect, test } from 'vitest';
import { path } from './qr';

test('dark modules that touch in a row are one piece, beyond the quiet zone', () => {
  expect(path(['110', '000', '101'])).toBe('M4 4h2v1h-2zM4 6h1v1h-1zM6 6h1v1h-1z');
});
