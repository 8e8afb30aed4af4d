/** `npm run screenshots`: takes the pictures of the dashboard that the documentation shows, in `docs/images`. */
import { step } from './steps.mjs';

process.env.DOCKTOPUS_SCREENSHOTS = '1';
const vitest = ['vitest', 'run', '--project', 'dashboard', 'test/dashboard/screenshots.test.ts'];
process.exit(step('setup', ['node', 'scripts/setup.mjs']) && step('screenshots', vitest) ? 0 : 1);
