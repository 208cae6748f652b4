// Makes a chosen picture small enough to be kept: as it is where it fits, else drawn smaller.

/** The backend takes no more (`picture_save`). */
export const MOST_BYTES = 512 * 1024;
const SIDES_PX = [1920, 1280, 900, 600];
const QUALITY = 0.86;

export type PictureFault = 'not_a_picture' | 'too_large';

export async function base64Of(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  // In pieces: a call has a limit of arguments.
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return btoa(text);
}

function drawn(image: ImageBitmap, side_px: number, type: string): Promise<Blob | null> {
  const scale = Math.min(1, side_px / Math.max(image.width, image.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, type, QUALITY));
}

/** The picture as base64, or what is wrong with the file. */
export async function readPicture(file: File): Promise<string | { fault: PictureFault }> {
  let image: ImageBitmap;
  try {
    image = await createImageBitmap(file);
  } catch {
    return { fault: 'not_a_picture' };
  }
  const kept = /^image\/(png|jpeg)$/.test(file.type);
  if (kept && file.size <= MOST_BYTES) return base64Of(file);
  for (const side of SIDES_PX) {
    // A photograph is smaller as JPEG; a drawing with clear ground stays PNG as long as it fits.
    for (const type of file.type === 'image/jpeg' ? ['image/jpeg'] : ['image/png', 'image/jpeg']) {
      const blob = await drawn(image, side, type);
      if (blob && blob.size <= MOST_BYTES) return base64Of(blob);
    }
  }
  return { fault: 'too_large' };
}
