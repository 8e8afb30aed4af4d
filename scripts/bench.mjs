/**
 * `npm run bench [-- NAME…] [-- --smoke]`: runs bench/NAME/main.ts, all of them or the ones named, on packages as they
 * are published: their peers are plain JavaScript as well.
 */
import { existsSync, readdirSync } from 'node:fs';
import { runEnv } from './run-from-source.mjs';
import { step } from './steps.mjs';

const flags = process.argv.slice(2).filter((arg) => arg.startsWith('--'));
const wanted = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const names = readdirSync('bench').filter((name) => existsSync(`bench/${name}/main.ts`));
const chosen = names.filter((name) => wanted.length === 0 || wanted.includes(name));
if (chosen.length === 0)
  process.stderr.write(`no such benchmark; there are: ${names.join(', ') || 'none'}\n`);

const built = chosen.length > 0 && step('build', ['turbo', 'run', 'build', '--output-logs=errors-only']);
/** @param {string} name */
const run = (name) => step(name, ['node', '--import', 'tsx', `bench/${name}/main.ts`, ...flags], runEnv);
process.exit(built && chosen.map(run).every(Boolean) ? 0 : 1);
