/** `npm run test:podman`: the suites that touch an engine, on a separate Podman. Arguments go to vitest. */
import { step } from './steps.mjs';

const SUITES = ['engine', 'fault', 'scenario'].flatMap((name) => ['--project', name]);
/** Starts its own engines, Podman among them: `npm test` runs it. */
const CONTRACT = [
  '--exclude',
  'test/engine/contract.*.test.ts',
  '--exclude',
  'test/engine/engine-podman.test.ts',
];

const arguments_ = process.argv.slice(2);
const ok =
  step('setup', ['node', 'scripts/setup.mjs']) &&
  step('tests', ['vitest', 'run', ...SUITES, ...CONTRACT, ...arguments_], { DOCKTOPUS_TEST_ON: 'podman' });
process.exit(ok ? 0 : 1);
