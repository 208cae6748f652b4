// How the till looks to this counter: light or dark, and how large a millimetre is drawn.
const THEME = 'countertop.theme';
const SIZE = 'countertop.size';

export type Theme = 'system' | 'light' | 'dark';
export const SIZES = [0.9, 1, 1.15, 1.3] as const;

let theme = $state<Theme>((localStorage.getItem(THEME) as Theme | null) ?? 'system');
let size = $state(Number(localStorage.getItem(SIZE) ?? 1) || 1);

export const looks = {
  get theme(): Theme {
    return theme;
  },
  set theme(next: Theme) {
    theme = next;
    localStorage.setItem(THEME, next);
    looks.apply();
  },
  get size(): number {
    return size;
  },
  set size(next: number) {
    size = next;
    localStorage.setItem(SIZE, String(next));
    looks.apply();
  },
  apply(): void {
    const root = document.documentElement;
    if (theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = theme;
    root.style.setProperty('--mm', `${size}mm`);
    root.style.fontSize = `${size * 100}%`;
  },
};
