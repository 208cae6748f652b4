// Takes what a scanner types and shows one line for it. Nothing else.
const cart = document.getElementById('cart');
let typed = '';
window.addEventListener('keydown', (event) => {
  if (event.key.length === 1) {
    typed += event.key;
    return;
  }
  if (event.key !== 'Enter' || typed === '') return;
  const request = { command: 'line', input: { code: typed } };
  typed = '';
  window.__TAURI_INTERNALS__.invoke('call', { request }).then((line) => {
    if (cart.children.length >= 50) cart.replaceChildren();
    const item = document.createElement('li');
    item.textContent = `${line.name} ${line.price}`;
    cart.append(item);
  });
});
