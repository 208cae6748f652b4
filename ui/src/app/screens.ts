// The registry of screens: every src/screens/<name>/screen.ts is one. Nothing else lists them.
// A screen without a permission is open to everyone signed in.
import type { Component } from 'svelte';
import type { Permission } from '$/api';

export type NavGroup = 'till' | 'books' | 'shop' | 'technician';
/** States of the till in which a screen takes the whole window, before any path counts. */
export type Gate = 'no_shop' | 'shop_locked' | 'signed_out' | 'locked' | 'must';

export interface Screen {
  /** "/sales/:sale_id"; parts with a colon arrive in `params`. */
  path: string;
  /** Text key. */
  title: string;
  permission: Permission | null;
  /** Its place in the side navigation; without it the screen is reached from others only. */
  nav?: { group: NavGroup; order: number; icon: Component };
  gates?: Gate[];
  /** The till's own screens take the full width; the others stand beside the navigation. */
  wide?: boolean;
  /** The component; it may take `params`, the parts of the path with a colon. */
  load: () => Promise<{ default: Component<never> }>;
}

const found = import.meta.glob<{ default: Screen }>(
  ['../screens/*/screen.ts', '../screens/*/*.screen.ts'],
  { eager: true },
);

export const screens: readonly Screen[] = Object.values(found).map((module) => module.default);

export function gateScreen(gate: Gate): Screen | undefined {
  return screens.find((screen) => screen.gates?.includes(gate));
}

/** Screens of the side navigation that this person may enter, in order. */
export function roomsFor(can: (permission: Permission) => boolean): Screen[] {
  return screens
    .filter((screen) => screen.nav && (screen.permission === null || can(screen.permission)))
    .sort((a, b) => a.nav!.order - b.nav!.order);
}

export interface Match {
  screen: Screen;
  params: Record<string, string>;
}

/** The screen of a path, or null. Fixed parts win over parts with a colon. */
export function matchPath(path: string, among: readonly Screen[] = screens): Match | null {
  const parts = path.split('/').filter(Boolean);
  let best: (Match & { fixed: number }) | null = null;
  for (const screen of among) {
    const wanted = screen.path.split('/').filter(Boolean);
    if (screen.gates || wanted.length !== parts.length) continue;
    const params: Record<string, string> = {};
    const fits = wanted.every((part, i) => {
      if (!part.startsWith(':')) return part === parts[i];
      params[part.slice(1)] = decodeURIComponent(parts[i]!);
      return true;
    });
    const fixed = wanted.filter((part) => !part.startsWith(':')).length;
    if (fits && (best === null || fixed > best.fixed)) best = { screen, params, fixed };
  }
  return best && { screen: best.screen, params: best.params };
}
