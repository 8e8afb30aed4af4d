/** `npm run lint`: types, format and lint, promises, import boundaries, names, unused code. All of them, always. */
import { step } from './steps.mjs';

const results = [
  step('types', ['tsc', '-b']),
  step('format and lint', ['biome', 'check', '--error-on-warnings', '.']),
  step('typed lint', ['oxlint', '--type-aware', '--deny-warnings']),
  step('house rules', ['node', 'scripts/lint/house-rules.mjs']),
  step('unused code', ['knip', '--no-config-hints']),
];
process.exit(results.every(Boolean) ? 0 : 1);
