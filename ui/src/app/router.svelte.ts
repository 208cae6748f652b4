// Where the person is: the path behind the # of the address. Owns nothing else.
let path = $state(readHash());

function readHash(): string {
  return location.hash.replace(/^#/, '') || '/';
}
window.addEventListener('hashchange', () => (path = readHash()));

export const router = {
  get path(): string {
    return path;
  },
  /** Goes to a path, "/sales/0190…"; the back button comes back. */
  go(to: string): void {
    if (readHash() !== to) location.hash = to;
    path = to;
  },
  /** Goes there without leaving a trace in the history. */
  replace(to: string): void {
    history.replaceState(null, '', `#${to}`);
    path = to;
  },
};
