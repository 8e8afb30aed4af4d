// One of several machines: it shares jobs through one Redis, and their containers are on its own engine.
import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { DockerContext } from '@docktopus/core';
import { bullQueue } from '@docktopus/queue';
import { BlueprintRunner, body, type JobRun, job, run, silentLogger } from '@docktopus/runner';
import { inject, injectable } from 'tsyringe';

const [url = '', host = '', endpoint = '', image = '', jobs = '0'] = process.argv.slice(2);

class Machine extends DockerContext {
  box(name: string) {
    return this.container(image).name(name).cmd(['sleep', '600']).slot();
  }
}

@injectable()
class Jobs {
  constructor(@inject(Machine) private readonly machine: Machine) {}

  @job('work', { durable: true, concurrency: { perWorker: 2 } })
  async work(@body() number: number, @run() attempt: JobRun) {
    const box = this.machine.box(attempt.effectKey('box'));
    await box.start();
    console.log(`begun ${number}`);
    await sleep(500);
    await box.remove({ force: true });
    return host;
  }
}

const runner = BlueprintRunner.for(Machine)
  .jobs(Jobs)
  .queue(bullQueue({ url, name: 'machines', timeoutMs: 30_000 }), { host, leaseMs: 3000 })
  .options({
    logger: { ...silentLogger, error: (text: string) => console.log(`failed: ${text}`) },
    connect: { endpoint, config: { name: 'machines', strict: 'off' } },
  });
await runner.start();
process.once('SIGTERM', () => void runner.stop());
const count = Number(jobs);
if (count > 0) {
  const numbers = Array.from({ length: count }, (_, number) => number);
  const kept = await runner.submitAll(numbers.map((each) => ({ jobId: 'work', body: each })));
  console.log('kept');
  const ended = await Promise.all(kept.map(({ id }) => runner.queue.ended(id)));
  const by = (result: unknown) =>
    ended.filter((each) => each?.state === 'done' && each.result === result).length;
  for (const each of ended) if (each?.state !== 'done') console.log(`not done: ${each?.error?.message}`);
  const stalled = ended.filter((each) => (each?.stalls ?? 0) > 0).length;
  console.log(`all ended: ${by('first')} on the first, ${by('second')} on the second, ${stalled} run again`);
} else console.log('ready');
