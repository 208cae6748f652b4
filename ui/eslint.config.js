// House rules that a machine can see. The two that matter most: only src/host knows Tauri or HTTP,
// and no template writes a style attribute (the content security policy would drop it).
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const hostOnly = {
  'no-restricted-imports': [
    'error',
    { patterns: [{ group: ['@tauri-apps/*'], message: 'Only src/host may know Tauri.' }] },
  ],
  'no-restricted-globals': [
    'error',
    { name: 'fetch', message: 'Only src/host may reach the backend.' },
    { name: 'EventSource', message: 'Only src/host may reach the backend.' },
  ],
};

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'src/api/'] },
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: {
        parser: ts.parser,
        extraFileExtensions: ['.svelte'],
        svelteConfig,
      },
    },
  },
  {
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'prefer-const': 'off',
      'max-lines': ['error', { max: 400 }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'svelte/no-at-html-tags': 'error',
      'svelte/no-navigation-without-resolve': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'SvelteAttribute[key.name="style"]',
          message: 'Use a class or a style: directive; the CSP drops style attributes.',
        },
      ],
    },
  },
  { files: ['src/**/*.ts', 'src/**/*.svelte'], ignores: ['src/host/**'], rules: hostOnly },
);
