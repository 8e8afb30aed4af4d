import type { AdoptionVerdict, ContainerSpec, SlotOwner } from '../../container/index.ts';
import type { GroupOwner } from '../../group/index.ts';
import { type Lifetime, labelsOf, type Ownership, ownershipLabels, ownershipOf } from '../../labels/index.ts';
import { judgeSession, parseSession, type Viewpoint } from '../../ownership/index.ts';

/** The context in whose name containers are made. */
export interface OwnerIdentity {
  readonly blueprint: string;
  /** Printed. */
  readonly session: string;
  readonly nonce: string;
  /** Whether the session is that of a supervisor: an earlier run may have left containers of it. @default false */
  readonly supervised?: boolean | undefined;
}

/**
 * The owner of a context's group.
 *
 * @param requireOpen throws once the context is closed: then it makes nothing any more.
 * @param uses who else uses a container.
 */
export function contextOwner(
  identity: OwnerIdentity,
  here: Viewpoint,
  requireOpen: () => void,
  uses: Pick<GroupOwner, 'announceUse' | 'objection'>,
): GroupOwner {
  const { blueprint, nonce, supervised = false } = identity;
  const labels = [`${ownershipLabels.blueprint}=${blueprint}`];
  return {
    ...uses,
    kind: 'context',
    labels: supervised ? labels : [...labels, `${ownershipLabels.lifetime}=persistent`],
    memberOf: (found) => {
      const owner = ownershipOf(found);
      return owner?.lifetime === 'persistent' || owner?.nonce === nonce ? owner.name : undefined;
    },
    engineName: (name, { lifetime }) => engineName(identity, name, lifetime),
    newBecause: (_, { name, lifetime }) =>
      !supervised && name === undefined && lifetime === 'session' ? 'one for each session' : undefined,
    slotOwner(name, spec) {
      requireOpen();
      const owner = containerOwner(identity, name, spec, here);
      return (specHash) => {
        requireOpen();
        return owner(specHash);
      };
    },
  };
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
      look: async ({ labels }, signal) => here.containers?.look([ownershipOf(labels)?.session], signal),
      adopts: (existing) => judgeOwnership(ours, ownershipOf(existing.labels), here),
    };
  };
}

/**
 * What an existing container is to us. A container of another living session is never ours, whatever its spec; a
 * persistent one belongs to every session of the blueprint.
 */
export function judgeOwnership(
  ours: Ownership,
  theirs: Ownership | undefined,
  here: Viewpoint,
): AdoptionVerdict {
  if (theirs === undefined) return { adoption: 'foreign', why: 'it was not made by docktopus' };
  if (theirs.blueprint !== ours.blueprint)
    return { adoption: 'foreign', why: `it belongs to blueprint ${theirs.blueprint}` };
  if (theirs.name !== ours.name)
    return { adoption: 'foreign', why: `it is ${theirs.name || 'unnamed'} of this blueprint` };
  if (theirs.nonce === ours.nonce || theirs.lifetime === 'persistent') return compareSpecs(ours, theirs);
  const session = parseSession(theirs.session);
  if (session === undefined) return { adoption: 'foreign', why: 'its session is written in an unknown way' };
  const { state, why } = judgeSession(session, here);
  return state === 'gone' ? { adoption: 'replace', why } : { adoption: 'foreign', why };
}

function compareSpecs(ours: Ownership, theirs: Ownership): AdoptionVerdict {
  if (theirs.specHash !== ours.specHash) return { adoption: 'replace', why: 'its spec has changed' };
  if (theirs.lifetime !== ours.lifetime)
    return { adoption: 'replace', why: `its lifetime was '${theirs.lifetime}'` };
  return { adoption: 'adopt', why: 'it has the same spec' };
}

/** The engine's name for a container whose spec gives none: unique for `session`, the same at every start for `persistent`. */
export function engineName(identity: OwnerIdentity, name: string, lifetime: Lifetime): string {
  const base = `${identity.blueprint}-${name}`.replace(/[^\w.-]+/g, '-');
  return lifetime === 'persistent' ? base : `${base}-${identity.nonce}`;
}
