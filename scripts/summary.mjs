/**
 * Adds up what each run of `.ci/run` left in .cache/results. Prints the tests that failed or passed at their second try
 * and, alone on the last line, `N passed, N failed, N skipped`. Arguments are the names of steps that failed, each of which counts as
 * one failure. Exits non-zero when anything failed or nothing ran.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const folder = '.cache/results';
const total = { passed: 0, failed: 0, skipped: 0 };

for (const file of existsSync(folder) ? readdirSync(folder) : []) {
  const run = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'));
  total.passed += run.passed;
  total.failed += run.failed;
  total.skipped += run.skipped;
  for (const line of run.notable) console.log(line);
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
