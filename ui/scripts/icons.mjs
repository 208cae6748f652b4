// Makes the app's icons from assets/icons/icon.svg: drawn by Chromium, made smaller by ImageMagick, packed into ICO
// (Windows) and ICNS (macOS), whose entries may be PNG. Run by hand after the drawing changes:
// node scripts/icons.mjs [path to chromium]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const chromium = process.argv[2] ?? 'chromium';
const icons = fileURLToPath(new URL('../../assets/icons/', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'icons-'));
const svg = readFileSync(join(icons, 'icon.svg'), 'utf8');

const FULL = 1024;

/** The drawing at full size; Chromium clips what it draws into very small windows. */
function draw() {
  const page = join(work, 'icon.html');
  const css = `html,body{margin:0;background:transparent}svg{display:block;width:${FULL}px}`;
  writeFileSync(page, `<!doctype html><style>${css}</style>${svg}`);
  const args = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--hide-scrollbars',
    '--default-background-color=00000000',
    `--user-data-dir=${join(work, 'profile')}`,
    `--window-size=${FULL},${FULL}`,
    `--screenshot=${join(work, 'full.png')}`,
    `file://${page}`,
  ];
  execFileSync(chromium, args, { stdio: 'ignore' });
}

/** The drawing at another size, made smaller by ImageMagick. */
function scaled(size) {
  const file = join(work, `${size}.png`);
  const strip = ['-strip', '-define', 'png:exclude-chunks=date,time'];
  execFileSync('convert', [
    join(work, 'full.png'),
    '-resize',
    `${size}x${size}`,
    ...strip,
    `PNG32:${file}`,
  ]);
  const png = readFileSync(file);
  if (png.readUInt32BE(16) !== size || png.readUInt32BE(20) !== size) {
    throw new Error(`${size}: drawn in another size`);
  }
  return png;
}

/** ICO: a directory of entries, each a whole PNG. */
function ico(pngs) {
  const head = Buffer.alloc(6 + 16 * pngs.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pngs.length, 4);
  let offset = head.length;
  pngs.forEach(({ size, png }, i) => {
    const at = 6 + 16 * i;
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([head, ...pngs.map(({ png }) => png)]);
}

/** ICNS: blocks of type, length, PNG. */
function icns(blocks) {
  const parts = blocks.map(({ type, png }) => {
    const head = Buffer.alloc(8);
    head.write(type, 0, 'ascii');
    head.writeUInt32BE(png.length + 8, 4);
    return Buffer.concat([head, png]);
  });
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.write('icns', 0, 'ascii');
  head.writeUInt32BE(body.length + 8, 4);
  return Buffer.concat([head, body]);
}

const drawn = new Map();
const at = (size) => {
  if (!drawn.has(size)) drawn.set(size, scaled(size));
  return drawn.get(size);
};
try {
  draw();
  writeFileSync(join(icons, '32x32.png'), at(32));
  writeFileSync(join(icons, '128x128.png'), at(128));
  writeFileSync(join(icons, '128x128@2x.png'), at(256));
  writeFileSync(join(icons, 'icon.png'), at(512));
  const sizes = [16, 24, 32, 48, 64, 256];
  writeFileSync(join(icons, 'icon.ico'), ico(sizes.map((size) => ({ size, png: at(size) }))));
  const types = {
    icp4: 16,
    icp5: 32,
    icp6: 64,
    ic07: 128,
    ic08: 256,
    ic09: 512,
    ic11: 32,
    ic12: 64,
  };
  const blocks = Object.entries(types).map(([type, size]) => ({ type, png: at(size) }));
  writeFileSync(join(icons, 'icon.icns'), icns(blocks));
} finally {
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}
