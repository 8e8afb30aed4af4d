import { mkdirSync, writeFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/**
 * Prints every skipped test with its reason, every test that passed at its second try, every failed test with the first
 * line of its error and, last, one line over all suites of the run: `N passed, N failed, N skipped`. Counts and failures
 * also go to `.cache/results/<DOCKTOPUS_RUN>.json`, so that `.ci/run` can add up several runs.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const total = { passed: 0, failed: errors.length, skipped: 0 };
    const skipped: string[] = [];
    const unsteady: string[] = [];
    const failed = errors.map((error) => `failed: outside of a test: ${firstLine(error)}`);
    for (const module of modules) {
      // A file that fails to load has no tests to count, and is a failure all the same.
      if (module.errors().length > 0) {
        total.failed += 1;
        failed.push(`failed: ${module.relativeModuleId}: ${firstLine(module.errors()[0])}`);
      }
      for (const test of module.children.allTests()) {
        const { state, errors: ofTest } = test.result();
        const name = `${module.relativeModuleId} > ${test.fullName}`;
        if (state === 'passed') {
          total.passed += 1;
          if (ofTest?.length) unsteady.push(`passed at the second try: ${name}: ${firstLine(ofTest[0])}`);
        } else if (state === 'failed') {
          total.failed += 1;
          failed.push(`failed: ${name}: ${firstLine(ofTest[0])}`);
        } else if (state === 'skipped') {
          total.skipped += 1;
          skipped.push(`skipped: ${name} (${reason(test)})`);
        }
      }
    }
    for (const line of [...skipped, ...unsteady, ...failed]) console.log(line);
    save({ ...total, notable: [...unsteady, ...failed] });
    console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  }
}

function firstLine(error: unknown): string {
  const { message = String(error) } = error as { readonly message?: string };
  return message.split('\n', 1)[0] ?? '';
}

function reason(test: TestCase): string {
  const result = test.result();
  if ('note' in result && result.note) return result.note;
  const setUpFailed = test.parent.state() === 'failed' || test.module.state() === 'failed';
  return setUpFailed ? 'a hook before it failed' : 'no reason given';
}

function save(total: object): void {
  const name = process.env.DOCKTOPUS_RUN ?? 'tests';
  mkdirSync('.cache/results', { recursive: true });
  writeFileSync(`.cache/results/${name}.json`, `${JSON.stringify(total)}\n`);
}
