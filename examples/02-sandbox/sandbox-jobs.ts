import { body, job, signal } from '@docktopus/runner';
import { inject, injectable } from 'tsyringe';
import { Program } from './program.ts';
import { type Run, runProgram } from './run-program.ts';
import { SandboxContext } from './sandbox-context.ts';

@injectable()
export class SandboxJobs {
  constructor(@inject(SandboxContext) private readonly ctx: SandboxContext) {}

  @job('run')
  async run(@body(Program) program: Program, @signal() aborted: AbortSignal): Promise<Run> {
    return await runProgram(this.ctx.sandboxes, program, this.ctx.env, aborted);
  }
}
