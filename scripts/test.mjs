/** `npm test`: set-up, then every suite. Arguments go to vitest: `npm test -- --project engine`. */
import { step } from './steps.mjs';

const ok =
  step('setup', ['node', 'scripts/setup.mjs']) && step('tests', ['vitest', 'run', ...process.argv.slice(2)]);
process.exit(ok ? 0 : 1);
