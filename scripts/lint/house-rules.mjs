/** Prints each file that breaks a rule which no linter here can express, and fails if there is one. */
import { fileURLToPath } from 'node:url';
import { shapeProblems } from './file-shape.mjs';
import { circlesIn } from './folder-circles.mjs';
import { smallFolders } from './folder-size.mjs';
import { boundaryProblems } from './import-boundaries.mjs';
import { sourceFiles } from './source-files.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = [...sourceFiles(root, ['packages', 'scripts', 'test', 'examples', 'bench'])];
const problems = files.flatMap(({ file, source }) => [
  ...shapeProblems(file, source),
  ...boundaryProblems(file, source),
]);
for (const { folder, circles } of circlesIn(files)) {
  problems.push(...circles.map((circle) => `${folder}: a circle of imports: ${circle.join(' ⇄ ')}`));
}
for (const folder of smallFolders(files.map(({ file }) => file))) {
  problems.push(`${folder}: a folder has three files at least; put these one folder up`);
}
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exit(problems.length === 0 ? 0 : 1);
