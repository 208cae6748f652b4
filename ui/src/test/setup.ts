// What jsdom lacks of the platform: modal dialogs, popovers, ResizeObserver, scrolling.
// Kept to the behaviour that the kit relies on.
import { cleanup } from '@testing-library/svelte';
import { afterEach, vi } from 'vitest';

afterEach(() => cleanup());

HTMLDialogElement.prototype.show = function () {
  this.open = true;
};
HTMLDialogElement.prototype.showModal = function () {
  this.open = true;
  const first = this.querySelector<HTMLElement>('[autofocus], [data-autofocus]');
  first?.focus();
};
HTMLDialogElement.prototype.close = function () {
  if (!this.open) return;
  this.open = false;
  this.dispatchEvent(new Event('close'));
};
HTMLElement.prototype.showPopover = function () {
  this.dataset.popoverOpen = '';
};
HTMLElement.prototype.hidePopover = function () {
  delete this.dataset.popoverOpen;
};
Element.prototype.scrollIntoView = () => {};
Element.prototype.animate = vi.fn(() => {
  const animation = { cancel() {}, finished: Promise.resolve(), onfinish: null };
  return animation as unknown as Animation;
});
globalThis.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
globalThis.matchMedia ??= ((media: string) => ({
  media,
  matches: false,
  addEventListener() {},
  removeEventListener() {},
})) as unknown as typeof matchMedia;
