import { createHash } from 'node:crypto';
import type { VolumeInspect } from '../../engine/index.ts';
import { labelsOf, type Ownership, ownershipLabels, ownershipOf } from '../../labels/index.ts';
import { judgeSession, parseSession } from '../../ownership/index.ts';
import { type ContextLife, isLiveContext, type LifeParts } from './context-life.ts';

// A persistent container outlives the context that made it, so its labels do not tell which contexts use it now. Each
// context marks its use with an empty volume, which ends with the context: a volume needs no image, and the engine creates
// it in a millisecond or two.

/** Lets the group of a context say which persistent containers it uses, and ask who else does. */
export const usesOf: LifeParts['uses'] = (life) => ({
  async announceUse(member, { lifetime }, signal) {
    if (lifetime === 'persistent' && !life.connection.environment.dryRun)
      await announceUse(life, member, signal);
  },
  objection: (member, _, signal) => otherUse(life, member, signal),
});

/** Says that this context uses its persistent container `member`, before it looks who else does. */
async function announceUse(life: ContextLife, member: string, signal: AbortSignal): Promise<void> {
  const { marks, identity } = life.connection;
  if (life.uses.has(member)) return;
  life.uses.add(member);
  const labels = {
    ...labelsOf({ ...identity, name: member, lifetime: 'session' }),
    [ownershipLabels.use]: member,
  };
  const digest = createHash('sha256').update(member).digest('hex').slice(0, 8);
  await marks.volumes.ensure(`docktopus-use-${identity.nonce}-${digest}`, { labels, signal });
}

/** Which other living session uses the persistent container `member`, as a clause; `undefined` when none does. */
async function otherUse(life: ContextLife, member: string, signal: AbortSignal): Promise<string | undefined> {
  const { docker, identity, here } = life.connection;
  const label = [`${ownershipLabels.blueprint}=${identity.blueprint}`, `${ownershipLabels.use}=${member}`];
  const uses = await docker.volumes.list({ filters: { label }, signal });
  await here.containers?.look(
    uses.map(({ Labels }) => ownershipOf(Labels)?.session),
    signal,
  );
  const living = uses.flatMap((use) => livingUser(life, use));
  return living[0] && `another live session uses it: ${living[0]}`;
}

/** Takes back what the context has said. */
export async function withdrawUses(life: ContextLife, signal: AbortSignal): Promise<void> {
  if (life.uses.size === 0) return;
  const { volumes } = life.connection.docker;
  for (const { Name } of await volumes.list({ filters: { label: life.marks }, signal })) {
    await volumes.remove(Name, { signal });
  }
}

function livingUser({ connection }: ContextLife, { Labels }: VolumeInspect): string[] {
  const user: Ownership | undefined = ownershipOf(Labels);
  const { identity, here } = connection;
  if (user === undefined || user.nonce === identity.nonce) return [];
  if (user.session === identity.session)
    return isLiveContext(user.nonce) ? ['a context of this process'] : [];
  const session = parseSession(user.session);
  const verdict = session && judgeSession(session, here);
  return verdict?.state === 'gone' ? [] : [verdict?.why ?? 'its session is written in an unknown way'];
}
