// Makes UUIDv7 ids (RFC 9562 section 5.7): 48 bits of milliseconds, then random. Within one
// millisecond a 12-bit counter keeps them in order, so rows made together stay together.
let last_ms = 0;
let counter = 0;

/** A new id; later ids sort after earlier ones. `now_ms` is for tests. */
export function newId(now_ms: number = Date.now()): string {
  if (now_ms > last_ms) {
    last_ms = now_ms;
    counter = crypto.getRandomValues(new Uint16Array(1))[0]! & 0x3ff;
  } else if (++counter > 0xfff) {
    last_ms += 1;
    counter = 0;
  }
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let ms = last_ms;
  for (let i = 5; i >= 0; i--) {
    bytes[i] = ms % 256;
    ms = Math.floor(ms / 256);
  }
  bytes[6] = 0x70 | (counter >> 8);
  bytes[7] = counter & 0xff;
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
  const at = (from: number, to: number) => hex.slice(from, to);
  return `${at(0, 8)}-${at(8, 12)}-${at(12, 16)}-${at(16, 20)}-${at(20, 32)}`;
}
