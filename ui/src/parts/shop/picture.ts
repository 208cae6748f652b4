// The shop's picture as an address that a page can show.

/** A picture's bytes as an address; browsers look at the bytes, the type only has to be one. */
export function pictureAddress(base64: string): string {
  const types: [string, string][] = [
    ['iVBOR', 'png'],
    ['/9j/', 'jpeg'],
    ['R0lGOD', 'gif'],
    ['UklGR', 'webp'],
  ];
  const type = types.find(([head]) => base64.startsWith(head))?.[1] ?? 'png';
  return `data:image/${type};base64,${base64}`;
}
