import 'reflect-metadata';
import { DockerContext } from '@docktopus/core';
import { sqliteQueue } from '@docktopus/queue';
import { BlueprintRunner, body, type JobRun, job, run, silentLogger } from '@docktopus/runner';
import { inject, injectable } from 'tsyringe';
import { z } from 'zod';

const Build = z.object({ repo: z.string() });

class BuildContext extends DockerContext {}

@injectable()
class BuildJobs {
  constructor(@inject(BuildContext) private readonly ctx: BuildContext) {}

  @job('build', { durable: true, concurrency: 1, retry: { attempts: 3 }, timeoutMs: 60_000 })
  async build(@body(Build) { repo }: z.infer<typeof Build>, @run() attempt: JobRun) {
    // Not repeated when the job runs again.
    const commit = await attempt.step('checkout', () => {
      console.log(`${repo}: checked out`);
      return `${repo.length}f00d`;
    });
    attempt.log(`compiling ${commit}`);
    console.log(`${repo}: compiling`);
    const compiler = this.ctx
      .container('docktopus/busybox:1.35')
      .restartPolicy('no')
      .init()
      .limits({ memory: '64m', cpus: 0.5, pids: 32 })
      .logDriver('json-file', { 'max-size': '1m' });
    await compiler.cmd(['sh', '-c', 'sleep 1; echo compiled']).run();
    console.log(`${repo}: compiled`);
    return { image: `${repo}@${commit}` };
  }
}

/** The queue is a file: `path` is where. */
export function buildRunner(path: string): BlueprintRunner {
  return BlueprintRunner.for(BuildContext)
    .jobs(BuildJobs)
    .queue(sqliteQueue({ path, allowVolatile: true }), { leaseMs: 3000 })
    .options({ logger: silentLogger });
}
