/** `npm run check`: what to run before a commit; needs no engine. */
import { step } from './steps.mjs';

const results = [
  step('lint', ['node', 'scripts/lint.mjs']),
  step('unit tests', ['vitest', 'run', '--project', 'unit']),
  step('packages', ['vitest', 'run', '--project', 'packaging']),
];
process.exit(results.every(Boolean) ? 0 : 1);
