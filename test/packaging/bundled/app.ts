import 'reflect-metadata';
import {
  BlueprintEnvironment,
  type Container,
  config,
  container,
  DockerContext,
  isDocktopusError,
  ready,
} from '@docktopus/core';
import { BlueprintRunner, body, job } from '@docktopus/runner';
import { inject, injectable } from 'tsyringe';
import { z } from 'zod';

const Settings = BlueprintEnvironment.extend({ greeting: z.string() });

@injectable()
class HelloContext extends DockerContext {
  @config(Settings) override readonly env!: z.infer<typeof Settings>;

  @container<HelloContext>((c, ctx) =>
    c
      .image('busybox:1.36')
      .cmd(['sh', '-c', 'echo at your service; sleep 60'])
      // An archive is made of it.
      .files({ target: '/etc/greeting', content: ctx.env.greeting })
      .strict('off')
      .readyWhen(ready.log(/at your service/)),
  )
  readonly greeter!: Container;
}

const Call = z.object({ name: z.string() });

@injectable()
class HelloJobs {
  constructor(@inject(HelloContext) private readonly ctx: HelloContext) {}

  @job('greet')
  async greet(@container('greeter') greeter: Container, @body(Call) call: z.infer<typeof Call>) {
    const { stdout } = await greeter.exec(['echo', call.name]);
    const greeting = (await greeter.readFile('/etc/greeting')).toString();
    return { said: `${greeting} ${stdout.trim()}`, cleanup: this.ctx.cleanup, dockerode: this.#dockerode() };
  }

  #dockerode(): string {
    try {
      return this.ctx.docker.dockerode.constructor.name;
    } catch (error) {
      return isDocktopusError(error) ? `${error.code}: ${error.hint}` : String(error);
    }
  }
}

async function main(): Promise<void> {
  const runner = BlueprintRunner.for(HelloContext).jobs(HelloJobs).http({ port: 0, metrics: true });
  await runner.start();
  process.stdout.write(`${JSON.stringify(await runner.call('greet', { name: 'world' }))}\n`);
  await runner.stop();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
