import { DockerContext } from '@docktopus/core';
import { BlueprintRunner, type JobRun, job, memoryQueue, run, silentLogger } from '@docktopus/runner';
import { inject } from 'tsyringe';
import { expect, test, vi } from 'vitest';
import { busyboxImage, engineEndpoint, uniqueName } from '../support/engine.ts';
import { Labelled } from '../support/labelled.ts';

class Boxes extends DockerContext {}

test('a container of a durable job is taken over by its next attempt, and goes with a job that is dead', async () => {
  await using things = await Labelled.connect();
  const ids = new Set<string | undefined>();

  class Jobs {
    constructor(@inject(Boxes) private readonly boxes: Boxes) {}

    @job('work', { durable: true, retry: { attempts: 2, initialMs: 1 } })
    async work(@run() attempt: JobRun) {
      const box = await this.boxes
        .container(busyboxImage())
        .name(attempt.effectKey('box'))
        .cmd(['sleep', '600'])
        .labels({ [things.label]: '' })
        .pull('never')
        .create();
      await box.start();
      ids.add(box.id);
      throw new Error(`attempt ${attempt.attempt}`);
    }
  }

  const runner = BlueprintRunner.for(Boxes)
    .jobs(Jobs)
    .queue(memoryQueue())
    .options({
      logger: silentLogger,
      connect: {
        endpoint: engineEndpoint(),
        cleanup: 'sweep',
        config: { name: uniqueName('job-containers'), strict: 'off', shutdownGraceMs: 0 },
        configSources: { args: false, env: false, envFile: false, file: false },
      },
    });
  await runner.start();
  const { id } = await runner.submit('work');
  expect(await runner.queue.ended(id)).toMatchObject({ state: 'dead', attempt: 2 });
  expect(ids.size).toBe(1);
  await vi.waitFor(async () => expect(await things.names()).toEqual([]), { timeout: 30_000 });
  await runner.stop();
}, 120_000);
