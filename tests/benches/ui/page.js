// What every script in the page has at hand. The last argument is called with the answer.
const done = arguments[arguments.length - 1];
const painted = () => new Promise((go) => requestAnimationFrame(() => setTimeout(go, 0)));
const count = (selector) => document.querySelectorAll(selector).length;
const press = (key) =>
  (document.activeElement ?? document.body).dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
  );
const type = (code) => {
  for (const key of code) press(key);
  press('Enter');
};
// What does not come fails with what is there instead: a page that was changed must not hang.
const until = (held) =>
  held()
    ? Promise.resolve()
    : new Promise((go, fail) => {
        const late = setTimeout(() => {
          observer.disconnect();
          fail(new Error(`waited in vain for ${held}; there is: ${document.body.innerText}`));
        }, 20_000);
        const observer = new MutationObserver(() => {
          if (!held()) return;
          observer.disconnect();
          clearTimeout(late);
          go();
        });
        observer.observe(document.body, { childList: true, subtree: true, characterData: true });
      });
// A scan: from its first key to the frame that shows one line more.
const scan = async (code, lines) => {
  const before = count(lines);
  const start = performance.now();
  type(code);
  await until(() => count(lines) !== before);
  await painted();
  return performance.now() - start;
};
const pay = async () => {
  press('Enter');
  await until(() => count('.pay section') > 0);
  await painted();
  const start = performance.now();
  press('Enter');
  await until(() => count('.done .mark') > 0);
  await painted();
  const took = performance.now() - start;
  press('Enter');
  await until(() => count('.done .mark') === 0);
  await painted();
  return took;
};
const failed = (error) => done({ failed: String(error?.stack ?? error) });
