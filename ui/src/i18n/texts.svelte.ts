// The words of the product, from the same Fluent files the receipts use.
// Owns the language; a change of it redraws every text at once, no reload, also mid-sale.
// Must never invent a text: a missing key shows itself, and a test fails on it.
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';
import en from '$locales/en.ftl?raw';
import zh from '$locales/zh.ftl?raw';

export type Language = 'en' | 'zh';
export type Args = Record<string, FluentVariable>;

/** What Intl gets: a day-first English, and Chinese as written on the mainland. */
const LOCALES: Record<Language, string> = { en: 'en-GB', zh: 'zh-CN' };

function bundleOf(language: Language, source: string): FluentBundle {
  const bundle = new FluentBundle(LOCALES[language], { useIsolating: false });
  const errors = bundle.addResource(new FluentResource(source));
  if (errors.length > 0) throw errors[0];
  return bundle;
}

const bundles: Record<Language, FluentBundle> = { en: bundleOf('en', en), zh: bundleOf('zh', zh) };

const STORED = 'countertop.language';
function firstLanguage(): Language {
  const stored = localStorage.getItem(STORED);
  if (stored === 'en' || stored === 'zh') return stored;
  return navigator.language.startsWith('zh') ? 'zh' : 'en';
}

let language = $state<Language>(firstLanguage());

export const words = {
  get language(): Language {
    return language;
  },
  get locale(): string {
    return LOCALES[language];
  },
  /** Whether somebody has chosen; until then the shop's own language wins. */
  get chosen(): boolean {
    return localStorage.getItem(STORED) !== null;
  },
  /** Shows the other language now; `keep` remembers it for this till. */
  speak(next: Language, keep = true): void {
    language = next;
    document.documentElement.lang = LOCALES[next];
    if (keep) localStorage.setItem(STORED, next);
  },
};

/** The text of a key in the language shown. Amounts and dates come in as formatted strings. */
export function t(key: string, args?: Args): string {
  return tIn(language, key, args);
}

/** The same in a given language: of a paper, not of the screen. */
export function tIn(spoken: Language, key: string, args?: Args): string {
  const bundle = bundles[spoken];
  const message = bundle.getMessage(key);
  if (!message?.value) return `⟦${key}⟧`;
  return bundle.formatPattern(message.value, args ?? null, []);
}

/** Whether a key exists; for texts chosen by a code that came from the backend. */
export function hasText(key: string): boolean {
  return bundles[language].hasMessage(key);
}

/** The name to show of something that has one in each language. */
export function named(thing: { name: string; name_zh?: string | null }): string {
  return language === 'zh' && thing.name_zh ? thing.name_zh : thing.name;
}
