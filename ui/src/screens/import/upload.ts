// Sends a file to the backend in pieces. Owns the cutting, the order and the progress.
// Never looks inside the file.

/** Bytes in one `import_chunk`; divisible by 3, so that no piece needs base64 padding but the last. */
export const CHUNK_BYTES = 48 * 1024;

/** The largest file taken: far above 100,000 products, far below what would hurt a till. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;

export type FileFault = 'empty' | 'too_large' | 'wrong_kind';

/** What is wrong with the chosen file before it is sent, or null. */
export function fileFault(file: { name: string; size: number }): FileFault | null {
  if (!/\.(csv|tsv|txt|xlsx)$/i.test(file.name)) return 'wrong_kind';
  if (file.size === 0) return 'empty';
  return file.size > MAX_FILE_BYTES ? 'too_large' : null;
}

/** Base64 of bytes without building one huge argument list. */
export function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 8192) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return btoa(binary);
}

export interface Sender {
  begin: (size: number) => Promise<unknown>;
  chunk: (index: number, base64: string) => Promise<unknown>;
}

/** Sends the whole file, in order. `progress` gets bytes done. Stops at once when aborted. */
export async function sendFile(
  file: Blob,
  sender: Sender,
  progress: (doneBytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  await sender.begin(file.size);
  for (let at = 0, index = 0; at < file.size; at += CHUNK_BYTES, index += 1) {
    signal.throwIfAborted();
    const piece = new Uint8Array(await file.slice(at, at + CHUNK_BYTES).arrayBuffer());
    await sender.chunk(index, base64(piece));
    progress(Math.min(at + CHUNK_BYTES, file.size));
  }
}
