import { inject, type RunnerTask, type RunnerTestFile, TestRunner } from 'vitest';
import type {} from './provided.ts';

/**
 * Skips whole files, hooks included, when there is no engine, and says why on each test. In CI they run,
 * and fail: the suites without an engine are worth running on a developer's machine, but not enough there.
 */
export default class EngineRunner extends TestRunner {
  onCollected(files: RunnerTestFile[]): void {
    const engine = inject('engine');
    if (engine.available || process.env.CI === 'true') return;
    for (const file of files) skip(file, `no Docker engine: ${engine.reason}`);
  }
}

function skip(task: RunnerTask, note: string): void {
  task.mode = 'skip';
  if (task.type === 'suite') for (const child of task.tasks) skip(child, note);
  // The reporter reads the note; vitest's own `skip(note)` stores it in the same place.
  else task.result = Object.assign({ state: 'skip' as const }, { note });
}
