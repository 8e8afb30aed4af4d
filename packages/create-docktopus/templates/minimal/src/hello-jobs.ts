import { body, job, LOGGER, type Logger } from '@docktopus/runner';
import { inject, injectable } from 'tsyringe';
import { z } from 'zod';
import { HelloContext } from './hello-context.ts';

const Call = z.object({ name: z.string() });

@injectable()
export class HelloJobs {
  constructor(
    @inject(HelloContext) private readonly ctx: HelloContext,
    @inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Runs a container for each call, and removes it whatever happens. */
  @job('hello')
  async hello(@body(Call) { name }: z.infer<typeof Call>) {
    const { stdout } = await this.ctx
      .container(this.ctx.env.image)
      .cmd(['echo', `Hello, ${name}!`])
      .networks('none')
      .limits({ memory: '32m', pids: 32 })
      .logDriver('none')
      .run({ check: true, timeoutMs: 30_000 });
    const greeting = stdout.trim();
    this.log.info(`the container says: ${greeting}`);
    return { greeting };
  }
}
