import { constants, existsSync, type Stats } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { join, parse, resolve } from 'node:path';
import { usageFailure } from '../output/index.ts';

const ENDINGS = ['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs'];
/** Where programs are, within a folder. */
const USUAL = ['main', 'index'].flatMap((name) => [name, `src/${name}`, `dist/${name}`]);

/** The file of the program that the argument names, absolute. @throws CommandFailure that says what is wrong with the argument */
export async function programPath(given: string): Promise<string> {
  if (given.trim() === '') throw usageFailure('the name of the file is empty', NAME_IT);
  const path = resolve(given);
  const stats = await readable(path).catch(async (error) => {
    throw await unreadable(given, error);
  });
  if (stats.isDirectory()) throw usageFailure(`${given} is a folder`, suggesting(programsIn(given)));
  if (!stats.isFile()) throw usageFailure(`${given} is not a file`, NAME_IT);
  const { ext } = parse(path);
  // A file without an ending is JavaScript to Node.
  if (ext === '' || ENDINGS.includes(ext)) return path;
  throw usageFailure(
    `${given} is not a program: it ends with ${ext}`,
    `Expected a file that ends with ${ENDINGS.join(', ')}`,
  );
}

const NAME_IT = 'Name the file that starts your blueprint, such as main.ts';

function suggesting([program]: readonly string[]): string {
  return program === undefined
    ? NAME_IT
    : `Name the file that starts your blueprint: did you mean ${program}?`;
}

async function readable(path: string): Promise<Stats> {
  await access(path, constants.R_OK);
  return await stat(path);
}

/** The failure of a file that does not exist or cannot be read, in words. */
async function unreadable(given: string, error: NodeJS.ErrnoException): Promise<unknown> {
  if (error.code === 'ENOENT') return usageFailure(`there is no file ${given}`, suggesting(alike(given)));
  const { hostError } = await import('@docktopus/core/kit');
  return hostError(error, { operation: 'docktopus', path: given, to: 'read' });
}

/** Programs of the same name: `main` and `main.js` may stand for `main.ts`. */
function alike(given: string): readonly string[] {
  const { dir, name, base } = parse(given);
  return [base, name]
    .flatMap((each) => ENDINGS.map((ending) => join(dir, `${each}${ending}`)))
    .filter((path) => existsSync(path));
}

function programsIn(folder: string): readonly string[] {
  return USUAL.flatMap((name) => ENDINGS.map((ending) => join(folder, `${name}${ending}`))).filter((path) =>
    existsSync(path),
  );
}
