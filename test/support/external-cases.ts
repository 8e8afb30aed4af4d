import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** One input of Docker's own suites with its answer; `error` says that it must be refused. */
export interface ExternalCase {
  readonly id: string;
  readonly api?: string;
  readonly input: unknown;
  readonly env?: Readonly<Record<string, string>> | null;
  readonly expect?: unknown;
  readonly error?: unknown;
  readonly [more: string]: unknown;
}

/** The folder of tables recorded from Docker's own suites; they are not part of the repository. */
export const FOLDER = process.env.DOCKTOPUS_CASES;
const MIN_SHARE = 0.99;

/**
 * Runs `answer` on each case of `file` that `api` names, and expects 99 of 100 to agree. `answer` throws to refuse an input.
 *
 * `meant` holds the differences that are intended, by case, with their reasons; `select` picks what of a case is looked at. Our own tables, beside the code, run
 * everywhere; without the folder, this says so and skips.
 */
export function agreesWithDocker(
  file: string,
  api: string | undefined,
  answer: (input: ExternalCase) => unknown,
  meant: Readonly<Record<string, string>> = {},
  select: (one: ExternalCase) => ExternalCase | undefined = (one) =>
    api === undefined || one.api === api ? one : undefined,
): void {
  const name = `${file}${api === undefined ? '' : ` ${api}`}: at least 99 % of Docker's own cases agree`;
  test(name, { timeout: 60_000 }, async ({ skip }) => {
    if (FOLDER === undefined) return skip('DOCKTOPUS_CASES names no folder of external cases');
    const cases = casesOf(join(FOLDER, file)).flatMap((one) =>
      Object.hasOwn(meant, one.id) ? [] : (select(one) ?? []),
    );
    const found = [];
    for (const one of cases) found.push(await differenceOf(one, answer));
    const differences = found.filter((difference) => difference !== undefined);
    const agreed = cases.length - differences.length;
    process.stdout.write(`${file} ${api ?? ''} ${agreed}/${cases.length}\n`);
    expect(cases.length, 'cases of this kind').toBeGreaterThan(0);
    expect(agreed / cases.length, differences.join('\n')).toBeGreaterThanOrEqual(MIN_SHARE);
  });
}

function casesOf(path: string): readonly ExternalCase[] {
  return JSON.parse(readFileSync(path, 'utf8')).cases;
}

async function differenceOf(
  one: ExternalCase,
  answer: (input: ExternalCase) => unknown,
): Promise<string | undefined> {
  let got: unknown;
  try {
    got = await answer(one);
  } catch (error) {
    if (one.error !== undefined) return undefined;
    return `${one.id}: ${JSON.stringify(one.input)} was refused: ${error}`;
  }
  if (one.error !== undefined)
    return `${one.id}: ${JSON.stringify(one.input)} was taken as ${JSON.stringify(got)}: ${one.error}`;
  try {
    expect(got).toEqual(one.expect);
    return undefined;
  } catch {
    return `${one.id}: ${JSON.stringify(one.input)}\n   got ${JSON.stringify(got)}\n   not ${JSON.stringify(one.expect)}`;
  }
}
