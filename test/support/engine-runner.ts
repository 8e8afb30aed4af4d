import {
  inject,
  type RunnerTask,
  type RunnerTestCase,
  type RunnerTestFile,
  type RunnerTestSuite,
  TestRunner,
} from 'vitest';
import type {} from './provided.ts';
import { differenceOf, type SuiteDifferences } from './suite-differences.ts';

/**
 * Skips whole files, hooks included, when there is no engine, and says why on each test. In CI they run,
 * and fail: the suites without an engine are worth running on a developer's machine, but not enough there.
 *
 * Where the engine is known to differ, a test is expected to fail, or skipped with the reason.
 */
export default class EngineRunner extends TestRunner {
  async onCollected(files: RunnerTestFile[]): Promise<void> {
    const engine = inject('engine');
    const differences = inject('differences');
    for (const file of files) {
      if (engine.available) await this.#expect(file, differences);
      else if (process.env.CI !== 'true') await this.#skip(file, `no Docker engine: ${engine.reason}`);
    }
  }

  async #expect(file: RunnerTestFile, differences: SuiteDifferences): Promise<void> {
    const whole = differences[file.name];
    if (typeof whole === 'object') return this.#skip(file, whole.skip);
    const unknown = new Set(Object.keys(differences).filter((key) => key.startsWith(`${file.name} > `)));
    for (const test of testsIn(file)) {
      unknown.delete(`${file.name} > ${test.fullTestName}`);
      const difference = differenceOf(differences, file.name, test.fullTestName);
      if (typeof difference === 'object') await this.#skip(test, difference.skip);
      else if (difference !== undefined) test.fails = true;
    }
    if (unknown.size > 0) throw new Error(`no such tests: ${[...unknown].join(', ')}`);
  }

  async #skip(task: RunnerTask, note: string): Promise<void> {
    task.mode = 'skip';
    if (task.type === 'suite') {
      for (const child of task.tasks) await this.#skip(child, note);
    } else {
      // The tests were reported as collected before this hook, so the result has to follow by itself; its
      // note travels as that of vitest's own `skip(note)` does.
      const result = Object.assign({ state: 'skip' as const }, { note });
      // It is told once more when its file runs.
      task.result = result;
      await (this as Partial<Reporting>).onTaskUpdate?.(
        [[task.id, result, {}]],
        [[task.id, 'test-finished', undefined]],
      );
    }
  }
}

function testsIn(suite: RunnerTestSuite): readonly RunnerTestCase[] {
  return suite.tasks.flatMap((task) => (task.type === 'suite' ? testsIn(task) : [task]));
}

/** What vitest adds to the runner that it is given. */
interface Reporting {
  onTaskUpdate(
    packs: [id: string, result: NonNullable<RunnerTask['result']>, meta: object][],
    events: [id: string, event: string, data: undefined][],
  ): Promise<void>;
}
