import { familyLabels, ownershipOf } from '../labels/index.ts';
import { inParallel } from '../scope/index.ts';
import type { ContextLife } from './context-life.ts';
import { declaredContainers } from './declared-containers.ts';
import { SINGLE_INSTANCE } from './single-instance.ts';

/**
 * Removes what an earlier run of a supervised program has left that the next one cannot adopt: what was made while it ran,
 * and what its class no longer declares. A family knows its own.
 */
export async function keepDeclared(
  { connection, marks }: ContextLife,
  type: { readonly prototype: object },
  signal: AbortSignal,
): Promise<void> {
  const declared = declaredContainers(type);
  const { engine } = connection.docker;
  const left = await engine.listContainers({ all: true, filters: { label: marks }, signal });
  const isKept = (name: string) => declared.has(name) || name === SINGLE_INSTANCE;
  const doomed = left.filter(
    ({ Labels }) => !isKept(ownershipOf(Labels)?.name ?? '') && Labels[familyLabels.family] === undefined,
  );
  await inParallel(doomed, async ({ Id }) => {
    await engine.removeContainer(Id, { force: true, volumes: true, signal });
  });
}
