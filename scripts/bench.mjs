/** `npm run bench [-- NAME…] [-- --smoke]`: runs bench/NAME/main.ts from source, all of them or the ones named. */
import { existsSync, readdirSync } from 'node:fs';
import { runArgs, runEnv } from './run-from-source.mjs';
import { step } from './steps.mjs';

const flags = process.argv.slice(2).filter((arg) => arg.startsWith('--'));
const wanted = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const names = readdirSync('bench').filter((name) => existsSync(`bench/${name}/main.ts`));
const chosen = names.filter((name) => wanted.length === 0 || wanted.includes(name));
if (chosen.length === 0)
  process.stderr.write(`no such benchmark; there are: ${names.join(', ') || 'none'}\n`);

const results = chosen.map((name) =>
  step(name, ['node', ...runArgs(`bench/${name}/main.ts`, flags)], runEnv),
);
process.exit(results.length > 0 && results.every(Boolean) ? 0 : 1);
