import { body, job } from '@docktopus/runner';
import { inject, injectable } from 'tsyringe';
import { Program } from './program.ts';
import { type Run, runProgram } from './run-program.ts';
import { SandboxContext } from './sandbox-context.ts';

@injectable()
export class SandboxJobs {
  constructor(@inject(SandboxContext) private readonly ctx: SandboxContext) {}

  @job('run')
  async run(@body(Program) program: Program): Promise<Run> {
    const { env, sandboxes } = this.ctx;
    await using lease = await sandboxes.lease({ timeoutMs: 60_000 });
    return await runProgram(lease.container, program, env);
  }
}
