import 'reflect-metadata';
import {
  BlueprintEnvironment,
  type Container,
  config,
  container,
  DockerContext,
  ready,
} from '@docktopus/core';
import { BlueprintRunner, body, job, silentLogger } from '@docktopus/runner';
import { inject, injectable } from 'tsyringe';
import { z } from 'zod';

const Settings = BlueprintEnvironment.extend({ image: z.string().default('docktopus/busybox:1.35') });

@injectable()
class HelloContext extends DockerContext {
  @config(Settings) override readonly env!: z.infer<typeof Settings>;

  // Made and started with the context, and ready before the first job.
  @container<HelloContext>((c, ctx) =>
    c
      .image(ctx.env.image)
      .cmd(['sh', '-c', 'trap "exit 0" TERM; echo at your service; while :; do sleep 1 & wait $!; done'])
      .user('65534:65534')
      .restartPolicy('no')
      .limits({ memory: '32m', cpus: 0.5, pids: 32 })
      .logDriver('json-file', { 'max-size': '1m' })
      .stopTimeout('5s')
      .init(false)
      .readyWhen(ready.log(/at your service/)),
  )
  readonly greeter!: Container;

  // Live: the engine's own events, no polling.
  override onReady(): void {
    this.greeter.status$.subscribe((status) => console.log(`greeter: ${status ?? 'removed'}`));
  }
}

const Call = z.object({ name: z.string() });

@injectable()
class HelloJobs {
  constructor(@inject(HelloContext) private readonly ctx: HelloContext) {}

  @job('greet')
  async greet(@container('greeter') greeter: Container, @body(Call) call: z.infer<typeof Call>) {
    const { exitCode, stdout } = await greeter.exec(['echo', `Hello, ${call.name}!`]);
    return { image: this.ctx.env.image, exitCode, greeting: stdout.trim() };
  }
}

const runner = BlueprintRunner.for(HelloContext).jobs(HelloJobs).options({ logger: silentLogger });

await runner.start();
console.log('job greet:', await runner.call('greet', { name: 'world' }));
await runner.stop();
console.log('stopped, nothing left behind');
