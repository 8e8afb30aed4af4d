/**
 * Adds up what each run of tests left in .cache/results. Prints the tests that failed or passed at their second try
 * and, alone on the last line, `N passed, N failed, N skipped`. A file that ran again counts as it came out then.
 * Arguments are the names of steps that failed, each of which counts as one failure. Exits non-zero when anything failed or nothing ran.
 */
import { existsSync, readFileSync } from 'node:fs';

const total = { passed: 0, failed: 0, skipped: 0 };

/** @type {Record<string, { passed: number, failed: number, skipped: number }>} */
const files = {};
for (const run of ['tests', 'tests-again']) {
  const results = `.cache/results/${run}.json`;
  if (!existsSync(results)) continue;
  const { files: ofRun, outside, notable } = JSON.parse(readFileSync(results, 'utf8'));
  Object.assign(files, ofRun);
  total.failed += outside;
  if (run === 'tests-again') console.log('the files that failed have run a second time, by themselves:');
  for (const line of notable) console.log(line);
}
for (const counts of Object.values(files)) {
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
}

const nothingRan = total.passed + total.failed === 0;
for (const name of process.argv.slice(2)) {
  console.log(`failed step: ${name}`);
  // Failing tests are counted one by one already.
  if (name !== 'npm test' || total.failed === 0) total.failed += 1;
}
if (nothingRan) console.log('no test ran');

console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || nothingRan ? 1 : 0;
