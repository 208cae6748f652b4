// Node's Blob: jsdom's cannot be read.
import { Blob as NodeBlob } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { base64, CHUNK_BYTES, fileFault, sendFile } from './upload';

const blob = (bytes: Uint8Array) => new NodeBlob([bytes]) as unknown as Blob;

describe('sending a file', () => {
  it('sends every byte once and in order', async () => {
    const bytes = new Uint8Array(CHUNK_BYTES * 2 + 5).map((_, i) => (i * 31) % 256);
    const got: number[] = [];
    const seen: number[] = [];
    await sendFile(
      blob(bytes),
      {
        begin: (size) => Promise.resolve(expect(size).toBe(bytes.length)),
        chunk: (index, text) => {
          expect(index).toBe(Math.ceil(got.length / CHUNK_BYTES));
          got.push(...[...atob(text)].map((c) => c.charCodeAt(0)));
          return Promise.resolve();
        },
      },
      (done) => seen.push(done),
      new AbortController().signal,
    );
    expect(got).toEqual([...bytes]);
    expect(seen).toEqual([CHUNK_BYTES, CHUNK_BYTES * 2, bytes.length]);
  });
  it('stops when the user leaves', async () => {
    const stop = new AbortController();
    let sent = 0;
    const run = sendFile(
      blob(new Uint8Array(CHUNK_BYTES * 3)),
      {
        begin: () => Promise.resolve(),
        chunk: () => {
          sent += 1;
          stop.abort();
          return Promise.resolve();
        },
      },
      () => {},
      stop.signal,
    );
    await expect(run).rejects.toThrow();
    expect(sent).toBe(1);
  });
  it('pads only the end', () => expect(base64(new Uint8Array([1, 2]))).toBe('AQI='));
});

describe('the chosen file', () => {
  it.each([
    ['a.csv', 10, null],
    ['A.XLSX', 10, null],
    ['a.csv', 0, 'empty'],
    ['a.pdf', 10, 'wrong_kind'],
    ['a.tsv', 70 * 1024 * 1024, 'too_large'],
  ])('%s of %i bytes → %s', (name, size, fault) => expect(fileFault({ name, size })).toBe(fault));
});
