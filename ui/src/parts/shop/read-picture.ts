// Makes a chosen picture one that can be kept: a PNG (what receipts are drawn from) or a JPEG (a
// photo), as it is where it fits, else drawn anew and smaller.

/** The backend takes no more (`picture_save`, `device_inspect`). */
export const MOST_BYTES = 512 * 1024;
/** Printers and PDFs take no larger picture. */
const MOST_SIDE_PX = 4096;
const SIDES_PX = [1920, 1280, 900, 600, 400];

export type PictureFault = 'not_a_picture' | 'too_large';
type Kind = 'image/png' | 'image/jpeg';
const JPEG_QUALITY = 0.85;

export async function base64Of(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  // In pieces: a call has a limit of arguments.
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return btoa(text);
}

function drawn(image: ImageBitmap, side_px: number, as: Kind): Promise<Blob | null> {
  const scale = Math.min(1, side_px / Math.max(image.width, image.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, as, JPEG_QUALITY));
}

/** The picture as base64, or what is wrong with the file. */
export async function readPicture(
  file: File,
  as: Kind = 'image/png',
): Promise<string | { fault: PictureFault }> {
  let image: ImageBitmap;
  try {
    image = await createImageBitmap(file);
  } catch {
    return { fault: 'not_a_picture' };
  }
  const side = Math.max(image.width, image.height);
  const fits = file.type === as && side <= MOST_SIDE_PX;
  if (fits && file.size <= MOST_BYTES) return base64Of(file);
  for (const most of SIDES_PX) {
    const blob = await drawn(image, most, as);
    if (blob && blob.size <= MOST_BYTES) return base64Of(blob);
  }
  return { fault: 'too_large' };
}
