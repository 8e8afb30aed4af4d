/** Prints each file that breaks a rule which no linter of ours can express, and fails if there is one. */
import { fileURLToPath } from 'node:url';
import { shapeProblems } from './file-shape.mjs';
import { boundaryProblems } from './import-boundaries.mjs';
import { sourceFiles } from './source-files.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const problems = [];
for (const { file, source } of sourceFiles(root, ['packages', 'scripts', 'test', 'examples', 'bench'])) {
  problems.push(...shapeProblems(file, source), ...boundaryProblems(file, source));
}
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exit(problems.length === 0 ? 0 : 1);
