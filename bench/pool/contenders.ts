import type { Container, ContainerPool } from '@docktopus/core';
import type { SandboxContext } from '../../examples/02-sandbox/sandbox-context.ts';
import { inputOf } from '../../examples/02-sandbox/supervisor.ts';
import type { Contender } from '../harness/compare.ts';

const PROGRAM = 'echo hello';

/** A program in the sandbox of the example, from asking for a container to the first byte of its output. */
export function poolContenders(ctx: SandboxContext, sandboxes: ContainerPool): readonly Contender[] {
  const leased = (name: string, firstOutput: (container: Container) => Promise<void>): Contender => ({
    name,
    round: async () => {
      const begun = performance.now();
      const lease = await sandboxes.lease();
      await firstOutput(lease.container);
      const ms = performance.now() - begun;
      // What comes after is in the background of a service, and not of the next round.
      await lease.release();
      await sandboxes.ready();
      return ms;
    },
  });
  return [
    leased('lease, program to the process that waits', (container) => viaInput(ctx, container)),
    leased('lease, exec', viaExec),
    {
      name: 'create, start, program to the process that waits',
      round: async () => {
        const begun = performance.now();
        const container = await ctx.sandbox().strict('off').create();
        await container.start();
        await viaInput(ctx, container);
        const ms = performance.now() - begun;
        await container.remove({ force: true });
        return ms;
      },
    },
  ];
}

async function viaInput({ docker }: SandboxContext, container: Container): Promise<void> {
  const attached = await docker.engine.attachContainer(String(container.id), { stdin: true });
  try {
    await attached.write(inputOf('token', 'sh', PROGRAM));
    await firstOf(attached.output);
  } finally {
    attached.close();
  }
}

async function viaExec(container: Container): Promise<void> {
  using process = await container.execStream(['sh', '-c', PROGRAM]);
  await firstOf(process.output);
}

async function firstOf(output: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of output) return;
  throw new Error('it ended without output');
}
