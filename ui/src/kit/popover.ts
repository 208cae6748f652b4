// Places a popover next to its control, above it when there is no room below. Used by lists that
// must not be cut off by the sheet they are in.

/** Opens `list` at `anchor` and keeps it there while the page moves; the answer stops that. */
export function openAt(anchor: HTMLElement, list: HTMLElement, wide = true): () => void {
  function place() {
    const at = anchor.getBoundingClientRect();
    const below = window.innerHeight - at.bottom;
    const up = below < Math.min(list.offsetHeight + 8, 260) && at.top > below;
    list.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - list.offsetWidth - 8))}px`;
    list.style.top = up ? 'auto' : `${at.bottom + 6}px`;
    list.style.bottom = up ? `${window.innerHeight - at.top + 6}px` : 'auto';
    list.style.maxHeight = `${Math.max(160, (up ? at.top : below) - 16)}px`;
    if (wide) list.style.minWidth = `${at.width}px`;
  }
  list.showPopover();
  place();
  window.addEventListener('resize', place);
  window.addEventListener('scroll', place, true);
  return () => {
    window.removeEventListener('resize', place);
    window.removeEventListener('scroll', place, true);
    if (list.isConnected) list.hidePopover();
  };
}
