/** `npm run demo`: set-up, then examples/01-hello from source. */
import { runArgs, runEnv } from './run-from-source.mjs';
import { step } from './steps.mjs';

const ok =
  step('setup', ['node', 'scripts/setup.mjs']) &&
  step('demo', ['node', ...runArgs('examples/01-hello/main.ts')], runEnv);
process.exit(ok ? 0 : 1);
