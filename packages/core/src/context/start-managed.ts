import { Container } from '../container/index.ts';
import type { Docker } from '../engine/index.ts';
import { isDocktopusError } from '../errors/index.ts';
import type { ContextLife } from './context-life.ts';
import { executeStart, type StartActions } from './plan/execute-start.ts';
import { startLimiterOf } from './start-limiter.ts';

/** Carries out the plan of a context. */
export async function startManaged(life: ContextLife, signal: AbortSignal): Promise<void> {
  const { docker, containers, plan } = life;
  const of = (step: { readonly name: string }): Container => containers.get(step.name);
  const actions: StartActions = {
    async create(step, within) {
      for (const id of step.removes) await giveWay(docker, id, within);
      await of(step).create({ signal: within });
    },
    // One call for both: a second start would run once more what has ended already.
    start: (step, within, onStarted) => of(step).start({ signal: within, onStarted }),
    exitCode: async (step, within) => (await of(step).wait({ signal: within }))?.exitCode ?? -1,
  };
  await executeStart(plan, actions, startLimiterOf(docker), signal);
}

/** What is persistent may have something to write down: it gets its own time to end before it is removed. */
async function giveWay(docker: Docker, id: string, signal: AbortSignal): Promise<void> {
  try {
    const former = await Container.fromId(docker, id, { signal });
    // One that cannot be stopped in peace is removed all the same, which says so if that fails, too.
    await former.stop({ signal }).catch(() => undefined);
    // Nobody has named its anonymous volumes, but data may be in them.
    await former.remove({ force: true, volumes: false, signal });
  } catch (error) {
    if (!isDocktopusError(error, 'container.not-found')) throw error;
  }
}
