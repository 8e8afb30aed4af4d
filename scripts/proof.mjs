/** `npm run proof`: set-up, then the suites that take minutes. Arguments go to vitest: `npm run proof -- some/path`. */
import { step } from './steps.mjs';

process.env.DOCKTOPUS_PROOF = '1';
const vitest = ['vitest', 'run', '--project', 'proof', '--project', 'packaging', ...process.argv.slice(2)];
process.exit(step('setup', ['node', 'scripts/setup.mjs']) && step('proof', vitest) ? 0 : 1);
