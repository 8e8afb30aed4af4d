import { DockerContext } from '@docktopus/core';
import { BlueprintRunner, type JobRun, job, run, silentLogger } from '@docktopus/runner';
import { inject } from 'tsyringe';
import { test as base, describe, expect } from 'vitest';
import { docktopus } from './index.ts';

const HOUR_MS = 3_600_000;

class Boxes extends DockerContext {}

class Jobs {
  constructor(@inject(Boxes) private readonly boxes: Boxes) {}

  @job('work', { durable: true, retry: { attempts: 3, initialMs: HOUR_MS, maxMs: 4 * HOUR_MS, jitter: 0 } })
  async work(@run() attempt: JobRun) {
    const box = this.boxes.container('busybox:1.36').name(attempt.effectKey('box')).cmd(['true']).slot();
    await box.start({ until: 'exited' });
    await box.remove();
    if (attempt.attempt < 3) throw new Error('not yet');
    return 'done';
  }
}

const test = base.extend(docktopus());
const blueprint = () => BlueprintRunner.for(Boxes).jobs(Jobs).options({ logger: silentLogger });

describe('with a queue in memory', () => {
  test('hours between attempts take no time, and containers are as real as ever', async ({
    runner,
    queue,
    settled,
  }) => {
    const begunAt = Date.now();
    const started = await runner(blueprint().queue(queue));
    const { id } = await started.submit('work');
    await settled();
    expect(await started.queue.get(id)).toMatchObject({ state: 'done', attempt: 3, result: 'done' });
    expect(Date.now() - begunAt).toBeGreaterThan(2 * HOUR_MS);
  });

  test('a job that does not end is named', async ({ runner, queue, settled }) => {
    const started = await runner(blueprint().queue(queue));
    await started.queue.pause('work');
    const { id } = await started.submit('work');
    await expect(settled({ timeoutMs: 20 })).rejects.toThrow(
      `settled: after 20 ms of real time, durable jobs have not ended: "work" ${id} is queued`,
    );
  });

  test('time is real again afterwards', async ({ testbed }) => {
    expect(testbed.name).toMatch(/^test-/);
    await new Promise((resolve) => setTimeout(resolve, 1));
  });
});
