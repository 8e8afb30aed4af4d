import { body, job } from '@docktopus/runner';
import { inject, injectable } from 'tsyringe';
import { z } from 'zod';
import { SandboxContext } from './sandbox-context.ts';

const Program = z.object({ code: z.string().max(65_536) });

@injectable()
export class SandboxJobs {
  constructor(@inject(SandboxContext) private readonly ctx: SandboxContext) {}

  /** Runs a shell program in a fresh container, and removes the container whatever the program does. */
  @job('run')
  async run(@body(Program) { code }: z.infer<typeof Program>) {
    const { sandboxes, env } = this.ctx;
    const { exitCode, stdout, stderr, oomKilled, durationMs } = await sandboxes.run(['sh', '-s'], {
      input: code,
      timeoutMs: env.timeLimitMs,
      maxOutputBytes: 65_536,
      overflow: 'truncate',
    });
    return { exitCode, stdout, stderr, oomKilled, durationMs };
  }
}
