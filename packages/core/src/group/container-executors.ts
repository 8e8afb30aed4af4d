import {
  adoptInSlot,
  type Container,
  createInSlot,
  launchSlot,
  settleSlot,
  slotOf,
  stopAndRemove,
} from '../container/index.ts';
import type { Docker } from '../engine/index.ts';
import { DocktopusError } from '../errors/index.ts';
import type { Semaphore } from '../scope/index.ts';
import type { Executors } from './execute-plan.ts';
import type { AdoptStep, GroupStep, ReplaceStep } from './group-step.ts';
import type { PlanStep } from './plan-step.ts';

export interface ExecutorHost {
  readonly docker: Docker;
  /** Named in errors: `'context'`. */
  readonly kind: string;
  /** How many containers may be created or started at a time. */
  readonly limiter: Semaphore;
  /** Called before the containers are removed that a member replaces. */
  onReplace(step: ReplaceStep): void;
  /** The slot of a member. @throws DocktopusError `container.not-found` */
  container(name: string): Container;
  /** The same; `undefined` for a member that has left. */
  findContainer(name: string): Container | undefined;
}

/** What each step of a group does. Waiting takes no place of the limiter: it does not load the machine. */
export function containerExecutors(host: ExecutorHost): Executors<GroupStep> {
  const { docker, limiter } = host;
  const of = ({ resource }: PlanStep) => host.container(resource.name);
  const member = ({ resource }: PlanStep) => host.findContainer(resource.name);
  const makeRoom = async (step: AdoptStep | ReplaceStep, signal: AbortSignal) => {
    const lifetime = of(step).spec?.lifetime ?? 'persistent';
    for (const id of step.removes) await stopAndRemove(docker, id, { lifetime, signal });
  };
  return {
    pull: ({ image, platform }, signal) => docker.images.pull(image, { platform, signal }),
    create: (step, signal) =>
      limiter.run(signal, () => createInSlot(slotOf(of(step)), { signal }, step.pulled)),
    async adopt(step, signal) {
      // If the container is gone or has changed since the plan was made, the start creates another.
      await adoptInSlot(slotOf(of(step)), step.containerId, { signal });
      await makeRoom(step, signal);
    },
    async replace(step, signal) {
      host.onReplace(step);
      await makeRoom(step, signal);
      await limiter.run(signal, () => createInSlot(slotOf(of(step)), { signal }, step.pulled));
    },
    start: (step, signal) =>
      limiter.run(signal, () => launchSlot(slotOf(of(step)), { until: step.until, signal })),
    async wait(step, signal) {
      if (step.until === 'ready') await settleSlot(slotOf(of(step)), { signal });
      else await requireCompletion(of(step), step.resource.name, host.kind, signal);
    },
    // A member that its caller started leaves with its container, which may end or be removed at any time.
    async stop(step, signal) {
      const stopping = Promise.resolve(member(step)?.stop({ graceMs: step.graceMs, signal }));
      // A container that cannot be stopped in peace is removed by force. If that fails too, the removal says so.
      await (step.thenRemoved ? stopping.catch(() => undefined) : stopping);
    },
    remove: async (step, signal) => void (await member(step)?.remove({ force: true, signal })),
  };
}

/** @throws DocktopusError `container.exited` unless the container ends with exit code 0. */
export async function requireCompletion(
  container: Container,
  name: string,
  kind: string,
  signal: AbortSignal,
): Promise<void> {
  const exitCode = (await container.wait({ signal }))?.exitCode ?? -1;
  if (exitCode === 0) return;
  throw new DocktopusError('container.exited', {
    operation: `${kind}.start`,
    subject: name,
    reason: `it ended with exit code ${exitCode}, and others wait for its completion`,
    hint: 'Look at its logs',
    details: { exitCode },
  });
}
