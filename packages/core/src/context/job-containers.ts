import { containerLabels, ownershipLabels, ownershipOf } from '../labels/index.ts';
import { inParallel, throwAll } from '../scope/index.ts';
import type { ContextLife } from './life/context-life.ts';
import { lifeOf } from './life/life-of.ts';

/** A container that a durable job has made through a context. */
export interface JobContainer {
  readonly id: string;
  /** Of the job's call. */
  readonly job: string;
  /** Whether another process may have taken it over. */
  readonly persistent: boolean;
}

/**
 * The containers of durable jobs that `context` may remove: those that it has made, and persistent ones of its blueprint.
 *
 * @param job of this one only.
 */
export async function jobContainers(
  context: object,
  signal: AbortSignal,
  job?: string,
): Promise<readonly JobContainer[]> {
  const { docker, identity } = lifeOf(context, 'context.jobContainers').connection;
  const label = [
    `${ownershipLabels.blueprint}=${identity.blueprint}`,
    job === undefined ? containerLabels.job : `${containerLabels.job}=${job}`,
  ];
  const found = await docker.engine.listContainers({ all: true, filters: { label }, signal });
  return found.flatMap(({ Id, Labels }) => {
    const owner = ownershipOf(Labels);
    const persistent = owner?.lifetime === 'persistent';
    if (!persistent && owner?.nonce !== identity.nonce) return [];
    return [{ id: Id, job: Labels[containerLabels.job] ?? '', persistent }];
  });
}

/** Removes containers that {@link jobContainers} has found, running or not. @throws everything that failed. */
export async function removeJobContainers(
  context: object,
  containers: readonly JobContainer[],
  signal: AbortSignal,
): Promise<void> {
  const life = lifeOf(context, 'context.jobContainers');
  const failures: unknown[] = [];
  await inParallel(containers, async ({ id }) => {
    await removeOne(life, id, signal).catch((error: unknown) => failures.push(error));
  });
  throwAll(failures, `${failures.length} containers of a job could not be removed`);
}

/** Through its slot if there is one, which then does not take it for somebody else's doing. */
async function removeOne({ group, connection }: ContextLife, id: string, signal: AbortSignal): Promise<void> {
  const options = { force: true, volumes: true, signal };
  const member = [...group.containers].find(([, container]) => container.id === id)?.[1];
  if (member === undefined) await connection.docker.engine.removeContainer(id, options);
  else await member.remove(options);
}
