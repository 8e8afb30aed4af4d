import { inject, type RunnerTask, type RunnerTestFile, TestRunner } from 'vitest';
import type {} from './provided.ts';

/**
 * Skips whole files, hooks included, when there is no engine, and says why on each test. In CI they run,
 * and fail: the suites without an engine are worth running on a developer's machine, but not enough there.
 */
export default class EngineRunner extends TestRunner {
  async onCollected(files: RunnerTestFile[]): Promise<void> {
    const engine = inject('engine');
    if (engine.available || process.env.CI === 'true') return;
    for (const file of files) await this.#skip(file, `no Docker engine: ${engine.reason}`);
  }

  async #skip(task: RunnerTask, note: string): Promise<void> {
    task.mode = 'skip';
    if (task.type === 'suite') {
      for (const child of task.tasks) await this.#skip(child, note);
    } else {
      // The tests were reported as collected before this hook, so the result has to follow by itself; its
      // note travels as that of vitest's own `skip(note)` does.
      const result = Object.assign({ state: 'skip' as const }, { note });
      await (this as Partial<Reporting>).onTaskUpdate?.(
        [[task.id, result, {}]],
        [[task.id, 'test-finished', undefined]],
      );
    }
  }
}

/** What vitest adds to the runner that it is given. */
interface Reporting {
  onTaskUpdate(
    packs: [id: string, result: NonNullable<RunnerTask['result']>, meta: object][],
    events: [id: string, event: string, data: undefined][],
  ): Promise<void>;
}
