/** `npm run example -- NAME`: runs examples/NAME/main.ts from source, on the engine that `npm run setup` found. */
import { existsSync, readdirSync } from 'node:fs';
import { runArgs, runEnv } from './run-from-source.mjs';
import { step } from './steps.mjs';

const [name = '', ...args] = process.argv.slice(2);
const program = `examples/${name}/main.ts`;
if (name === '' || !existsSync(program)) {
  const names = readdirSync('examples').filter((each) => existsSync(`examples/${each}/main.ts`));
  process.stderr.write(`no such example; there are: ${names.join(', ')}\n`);
  process.exit(1);
}
process.exit(step(name, ['node', ...runArgs(program, args)], runEnv) ? 0 : 1);
