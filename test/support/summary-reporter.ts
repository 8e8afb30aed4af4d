import { mkdirSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** What one file of tests came to in one project. */
interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Prints every skipped test with its reason, every test that passed at its second try, every failed test with the first
 * line of its error and, last, one line over all suites of the run: `N passed, N failed, N skipped`. Counts by file, and
 * what is notable, also go to `.cache/results/<DOCKTOPUS_RUN>.json`, so that several runs can be added up.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const files: Record<string, Counts & { readonly file: string }> = {};
    const skipped: string[] = [];
    const unsteady: string[] = [];
    const failed = errors.map((error) => `failed: outside of a test: ${firstLine(error)}`);
    for (const module of modules) {
      const file = module.relativeModuleId;
      const counts = { file, passed: 0, failed: 0, skipped: 0 };
      files[`${module.project.name} ${file}`] = counts;
      // A file that fails to load has no tests to count, and is a failure all the same.
      if (module.errors().length > 0) {
        counts.failed += 1;
        failed.push(`failed: ${file}: ${firstLine(module.errors()[0])}`);
      }
      for (const test of module.children.allTests()) {
        const { state, errors: ofTest } = test.result();
        const name = `${file} > ${test.fullName}`;
        if (state === 'passed') {
          counts.passed += 1;
          if (ofTest?.length) unsteady.push(`passed at the second try: ${name}: ${firstLine(ofTest[0])}`);
        } else if (state === 'failed') {
          counts.failed += 1;
          failed.push(`failed: ${name}: ${firstLine(ofTest[0])}`);
        } else if (state === 'skipped') {
          counts.skipped += 1;
          skipped.push(`skipped: ${name} (${reason(test)})`);
        }
      }
    }
    let outside = 0;
    for (const error of errors) {
      const file = fileOf(error);
      const ofFile = Object.values(files).find((counts) => counts.file === file);
      if (ofFile === undefined) outside += 1;
      else ofFile.failed += 1;
    }
    for (const line of [...skipped, ...unsteady, ...failed]) console.log(line);
    save({ files, outside, notable: [...unsteady, ...failed] });
    const sum = (of: keyof Counts) => Object.values(files).reduce((all, counts) => all + counts[of], 0);
    console.log(`${sum('passed')} passed, ${sum('failed') + outside} failed, ${sum('skipped')} skipped`);
  }
}

function firstLine(error: unknown): string {
  const { message = String(error) } = error as { readonly message?: string };
  return message.split('\n', 1)[0] ?? '';
}

/** The file that ran when an error was thrown outside of a test. */
function fileOf(error: unknown): string | undefined {
  const { VITEST_TEST_PATH: path } = error as { readonly VITEST_TEST_PATH?: string };
  return path === undefined ? undefined : relative('.', path);
}

function reason(test: TestCase): string {
  const result = test.result();
  if ('note' in result && result.note) return result.note;
  const setUpFailed = test.parent.state() === 'failed' || test.module.state() === 'failed';
  return setUpFailed ? 'a hook before it failed' : 'no reason given';
}

function save(results: object): void {
  const name = process.env.DOCKTOPUS_RUN ?? 'tests';
  mkdirSync('.cache/results', { recursive: true });
  writeFileSync(`.cache/results/${name}.json`, `${JSON.stringify(results)}\n`);
}
