/**
 * `npm test`: set-up, then every suite. Arguments go to vitest: `npm test -- --project engine`. With CI=true, files
 * that failed run once more when all others have ended, and their second outcome counts; the summary names them.
 */
import { readFileSync } from 'node:fs';
import { step } from './steps.mjs';

/** More failed files than this are not the fault of a busy machine. */
const MOST_FILES = 8;
const tests = ['vitest', 'run', ...process.argv.slice(2)];

const ok = step('setup', ['node', 'scripts/setup.mjs']) && (step('tests', tests) || failedFilesPass());
process.exit(ok ? 0 : 1);

function failedFilesPass() {
  if (process.env.CI !== 'true') return false;
  const { files, outside } = JSON.parse(readFileSync('.cache/results/tests.json', 'utf8'));
  const failed = Object.values(files).filter((counts) => counts.failed > 0);
  if (outside > 0 || failed.length === 0 || failed.length > MOST_FILES) return false;
  const names = [...new Set(failed.map(({ file }) => file))];
  return step('failed files once more', [...tests, ...names], { DOCKTOPUS_RUN: 'tests-again' });
}
