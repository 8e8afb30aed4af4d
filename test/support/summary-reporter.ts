import { mkdirSync, writeFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/**
 * Prints every skipped test with its reason and, last, one line over all suites of the run:
 * `N passed, N failed, N skipped`. The counts also go to `.cache/results/<DOCKTOPUS_RUN>.json`, so that
 * `.ci/run` can add up several runs.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const total = { passed: 0, failed: errors.length, skipped: 0 };
    const skipped: string[] = [];
    for (const module of modules) {
      // A file that fails to load has no tests to count, and is a failure all the same.
      if (module.errors().length > 0) total.failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') total.passed += 1;
        else if (state === 'failed') total.failed += 1;
        else if (state === 'skipped') {
          total.skipped += 1;
          skipped.push(`skipped: ${module.relativeModuleId} > ${test.fullName} (${reason(test)})`);
        }
      }
    }
    for (const line of skipped) console.log(line);
    save(total);
    console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  }
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
