// Hands bytes to the person as a file to save.

/** `base64` as the file `name` of the given media type. */
export function saveFile(name: string, base64: string, type: string): void {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** A text as the file `name`. */
export function saveText(name: string, text: string): void {
  saveFile(name, btoa(String.fromCharCode(...new TextEncoder().encode(text))), 'text/plain');
}
