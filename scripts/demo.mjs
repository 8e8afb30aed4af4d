/** `npm run demo`: set-up, then examples/01-hello from source; on an engine in memory where there can be no other. */
import { runArgs, runEnv } from './run-from-source.mjs';
import { findEngine } from './setup/engine.mjs';
import { step } from './steps.mjs';

if (!step('setup', ['node', 'scripts/setup.mjs'])) process.exit(1);

const engine = await findEngine();
const example = runArgs('examples/01-hello/main.ts');
const ok = engine
  ? step('demo', ['node', ...example], { ...runEnv, DOCKER_HOST: engine.endpoint })
  : step('demo', ['node', ...runArgs('scripts/demo/embedded.ts', example)], runEnv);
process.exit(ok ? 0 : 1);
