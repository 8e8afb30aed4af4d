import 'reflect-metadata';
import { type Container, container, DOCKERODE, DockerContext } from '@docktopus/core';
import type { Dockerode } from '@docktopus/core/engine';
import { BlueprintRunner, job, silentLogger } from '@docktopus/runner';
import { inject, injectable } from 'tsyringe';

@injectable()
class WorkerContext extends DockerContext {
  @container((c) => c.image('docktopus/busybox:1.35').cmd(['sleep', '300']).stopTimeout('1s').strict('off'))
  readonly worker!: Container;
}

/** A function of a library that was written for dockerode. */
async function commandsIn(docker: Dockerode, id: string): Promise<string[]> {
  const { Titles, Processes } = await docker.getContainer(id).top({ ps_args: '-o pid,args' });
  return Processes.map((row: string[]) => row[Titles.indexOf('COMMAND')] ?? '');
}

@injectable()
class WorkerJobs {
  constructor(
    @inject(WorkerContext) private readonly ctx: WorkerContext,
    // The same connection as the context's. The package is loaded when this is injected.
    @inject(DOCKERODE) private readonly dockerode: Dockerode,
  ) {}

  @job('commands')
  commands(@container('worker') worker: Container) {
    return commandsIn(this.dockerode, worker.id ?? '');
  }

  // Any call of the engine's API, without a further package: with a deadline, a signal, and errors with codes.
  @job('changes')
  async changes(@container('worker') worker: Container) {
    await worker.exec(['touch', '/tmp/made']);
    const path = `/containers/${worker.id}/changes`;
    const changes = await this.ctx.docker.request<{ Path: string; Kind: 0 | 1 | 2 }[]>({ path });
    return changes.filter(({ Kind }) => Kind === 1).map(({ Path }) => Path);
  }
}

const runner = BlueprintRunner.for(WorkerContext).jobs(WorkerJobs).options({ logger: silentLogger });

await runner.start();
console.log('commands, by dockerode:', await runner.call('commands'));
console.log('new files, by docker.request():', await runner.call('changes'));
await runner.stop();
