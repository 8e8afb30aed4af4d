import type { Adoption, ContainerSpec, SlotOwner } from '../container/index.ts';
import { type Lifetime, labelsOf, type Ownership, ownershipOf } from '../labels/index.ts';
import { judgeSession, parseSession, type Viewpoint } from '../ownership/index.ts';

/** The context in whose name containers are made. */
export interface OwnerIdentity {
  readonly blueprint: string;
  /** Printed. */
  readonly session: string;
  readonly nonce: string;
}

/** The owner of the slot of one container of a context. */
export function containerOwner(
  identity: OwnerIdentity,
  name: string,
  spec: Pick<ContainerSpec, 'lifetime'>,
  here: Viewpoint,
): SlotOwner {
  return (specHash) => {
    const ours: Ownership = { ...identity, name, lifetime: spec.lifetime, specHash };
    return {
      labels: labelsOf(ours),
      adopts: (existing) => adoption(ours, ownershipOf(existing.Config.Labels), here),
    };
  };
}

/**
 * What a container with the wanted name is to us. One of another living session is never ours, whatever its spec;
 * a persistent one belongs to whoever runs the blueprint.
 */
export function adoption(ours: Ownership, theirs: Ownership | undefined, here: Viewpoint): Adoption {
  if (theirs === undefined || theirs.blueprint !== ours.blueprint || theirs.name !== ours.name)
    return 'foreign';
  if (theirs.nonce === ours.nonce || theirs.lifetime === 'persistent') {
    const same = theirs.specHash === ours.specHash && theirs.lifetime === ours.lifetime;
    return same ? 'adopt' : 'replace';
  }
  const session = parseSession(theirs.session);
  const gone = session !== undefined && judgeSession(session, here).state === 'gone';
  return gone ? 'replace' : 'foreign';
}

/** What the engine calls a container whose spec does not say: unique for a session, the same at every start for persistent. */
export function engineName(identity: OwnerIdentity, name: string, lifetime: Lifetime): string {
  const base = `${identity.blueprint}-${name}`.replace(/[^\w.-]+/g, '-');
  return lifetime === 'persistent' ? base : `${base}-${identity.nonce}`;
}
