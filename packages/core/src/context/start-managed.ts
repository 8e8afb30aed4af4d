import { type Container, slotOf, startSlot, stopAndRemove } from '../container/index.ts';
import type { ContextLife } from './context-life.ts';
import { executeStart, type StartActions } from './plan/execute-start.ts';
import { startLimiterOf } from './start-limiter.ts';

/** Carries out the plan of a context. */
export async function startManaged(life: ContextLife, signal: AbortSignal): Promise<void> {
  const { docker, containers, plan } = life;
  const of = (step: { readonly name: string }): Container => containers.get(step.name);
  const actions: StartActions = {
    async create(step, within) {
      // What a plan removes is persistent.
      for (const id of step.removes)
        await stopAndRemove(docker, id, { lifetime: 'persistent', signal: within });
      await of(step).create({ signal: within });
    },
    // One call for both: a second start would run once more what has ended already.
    start: (step, within, onStarted) => startSlot(slotOf(of(step)), { signal: within, onStarted }),
    exitCode: async (step, within) => (await of(step).wait({ signal: within }))?.exitCode ?? -1,
  };
  await executeStart(plan, actions, startLimiterOf(docker), signal);
}
