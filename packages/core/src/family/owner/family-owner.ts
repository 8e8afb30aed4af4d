import { type ExistingContainer, existingContainer, type SlotOwner } from '../../container/index.ts';
import type { Docker } from '../../engine/index.ts';
import { DocktopusError, isDocktopusError } from '../../errors/index.ts';
import type { GroupOwner } from '../../group/index.ts';
import { familyLabels, labelsOf, type Ownership, ownershipLabels, ownershipOf } from '../../labels/index.ts';
import { judgeSession, parseSession, type Viewpoint } from '../../ownership/index.ts';
import { answerTimeout } from '../../scope/index.ts';
import type { FamilyIdentity } from '../definition/member-definition.ts';
import { keyNames } from '../key/index.ts';
import { subjectOf } from '../member/family-errors.ts';
import type { FamilyOwnership } from '../member/family-host.ts';
import type { Member } from '../member/member.ts';
import { type AdoptionDecision, decideAdoption, type OwnerVerdict } from '../rules/decide-adoption.ts';
import type { FamilyStore } from '../store/index.ts';
import { hasOpenFamily } from './open-families.ts';

export interface FamilyOwnerParts {
  readonly family: string;
  readonly identity: FamilyIdentity;
  readonly here: Viewpoint;
  readonly docker: Docker;
  readonly lifetime: 'session' | 'persistent';
  readonly store: FamilyStore | undefined;
  dataLabel(data: unknown): Readonly<Record<string, string>>;
  /** Takes over a container that turned out to be free. */
  adopt(member: Member, id: string, signal: AbortSignal): Promise<void>;
}

/** Whose the containers of a family are, and by which labels they say so. */
export class FamilyOwner implements FamilyOwnership, GroupOwner {
  readonly kind = 'family';
  /** By which one list finds every container of the family. */
  readonly labels: readonly string[];
  readonly #parts: FamilyOwnerParts;
  /** By the name of the container: who makes it, and how it is labelled. */
  readonly #claims = new Map<string, SlotOwner>();
  /** By the name of the container: one that was made before its key was known, so that its labels do not name it. */
  readonly #entrusted = new Map<string, { readonly id: string; readonly canonical: string }>();

  constructor(parts: FamilyOwnerParts) {
    this.#parts = parts;
    this.labels = [
      `${ownershipLabels.blueprint}=${parts.identity.blueprint}`,
      `${familyLabels.family}=${parts.family}`,
    ];
  }

  claim(member: Member, data: unknown, mayCreate: () => boolean): void {
    const { family, dataLabel } = this.#parts;
    const label = dataLabel(data);
    this.#claims.set(member.names.container, (specHash) => ({
      get labels() {
        // Asked by what creates, and not by what only takes over.
        if (!mayCreate()) throw containerGone(family, member);
        return labels(specHash);
      },
      look: ({ labels }, signal) => this.#look(labels, signal),
      adopts: (existing) => this.#adopts(existing, member),
    }));
    const labels = (specHash: string) => ({
      ...this.#labels(member, specHash),
      [familyLabels.generation]: String(member.generation + 1),
      ...label,
    });
  }

  /** Forgets a member. */
  unclaim(member: Member): void {
    this.#claims.delete(member.names.container);
    this.#entrusted.delete(member.names.container);
  }

  entrust({ names, canonical }: Member, id: string): void {
    this.#entrusted.set(names.container, { id, canonical });
  }

  memberOf(labels: Readonly<Record<string, string>>): string | undefined {
    const { identity, family } = this.#parts;
    const canonical = labels[familyLabels.key];
    if (canonical === undefined || labels[familyLabels.family] !== family) return undefined;
    return keyNames(canonical, family, identity.blueprint).container;
  }

  engineName(member: string): string {
    return member;
  }

  newBecause(): undefined {
    return undefined;
  }

  slotOwner(member: string): SlotOwner {
    return (specHash) => {
      const claim = this.#claims.get(member);
      if (claim === undefined) throw new TypeError(`nothing was claimed for ${member}`);
      return claim(specHash);
    };
  }

  #labels(member: Member, specHash: string): Readonly<Record<string, string>> {
    const { identity, family, lifetime } = this.#parts;
    return {
      ...labelsOf({ ...identity, name: `${family}/${member.names.slug}`, lifetime, specHash }),
      [familyLabels.family]: family,
      [familyLabels.key]: member.canonical,
    };
  }

  /** What is to be done about a container of the family that exists. */
  decide(existing: ExistingContainer): AdoptionDecision {
    const { identity, family } = this.#parts;
    const view = {
      blueprint: identity.blueprint,
      family,
      ownerOf: (owner: Ownership) => this.#ownerOf(owner),
    };
    return decideAdoption(this.#withKey(existing), view);
  }

  #withKey(existing: ExistingContainer): ExistingContainer {
    const entrusted = this.#entrusted.get(existing.name);
    if (entrusted?.id !== existing.id) return existing;
    return { ...existing, labels: { ...existing.labels, [familyLabels.key]: entrusted.canonical } };
  }

  async prove(member: Member): Promise<void> {
    const { store, family } = this.#parts;
    if (!member.container?.adopted || store === undefined || (await store.isOurs())) return;
    const why = 'another process writes the file of the family';
    member.ownedElsewhere = { why, ownership: undefined };
    throw ownedElsewhere(family, member, why);
  }

  async reclaim(member: Member, signal: AbortSignal): Promise<void> {
    const { family, docker } = this.#parts;
    await this.refresh();
    const existing = await findByName(docker, member.names.container, signal);
    if (existing !== undefined) await this.#look(existing.labels, signal);
    const decision = existing && this.decide(existing);
    if (decision?.action === 'leave' || decision?.action === 'ignore') {
      const why = decision.action === 'leave' ? decision.why : 'it is not one of this family';
      const ownership = decision.action === 'leave' ? decision.ownership : undefined;
      member.ownedElsewhere = { why, ownership };
      throw ownedElsewhere(family, member, why);
    }
    member.ownedElsewhere = undefined;
    if (existing !== undefined) await this.#parts.adopt(member, existing.id, signal);
  }

  /** Looks whether another process still writes the file of the family, and takes it over when that is gone. */
  async refresh(): Promise<void> {
    const { store } = this.#parts;
    if (store?.state.heldBy !== undefined) await this.openStore();
  }

  /** Reads what an earlier process has left, and writes from now on unless a live one does. */
  async openStore(): Promise<void> {
    const { store, identity, here } = this.#parts;
    await store?.open(async (writer) => {
      await here.containers?.look([writer.session]);
      const verdict = judgeOwner(writer, identity.session, here);
      return verdict.state === 'alive' ? verdict.why : undefined;
    });
  }

  async #look(labels: Readonly<Record<string, string>>, signal: AbortSignal): Promise<void> {
    await this.#parts.here.containers?.look([ownershipOf(labels)?.session], signal);
  }

  /** Whether the process that had a member's container may be gone by now. Asks no engine. */
  mayBeFree({ ownedElsewhere: elsewhere }: Member): boolean {
    const ownership = elsewhere?.ownership;
    return ownership !== undefined && this.#ownerOf(ownership).state !== 'alive';
  }

  async elsewhere(member: Member, conflict: unknown): Promise<Error> {
    const { family, docker } = this.#parts;
    const signal = answerTimeout(5_000);
    const existing = await findByName(docker, member.names.container, signal).catch(() => undefined);
    const decision = existing && this.decide(existing);
    const left = decision?.action === 'leave' ? decision : undefined;
    const why = left?.why ?? 'it is not one of this family';
    member.ownedElsewhere = { why, ownership: left?.ownership };
    return ownedElsewhere(family, member, why, conflict);
  }

  #adopts(existing: ExistingContainer, member: Member): ReturnType<ReturnType<SlotOwner>['adopts']> {
    const decision = this.decide(existing);
    switch (decision.action) {
      case 'adopt':
        return decision.canonical === member.canonical
          ? { adoption: 'adopt', why: 'it is there' }
          : { adoption: 'foreign', why: 'it is of another key' };
      case 'remove':
        return { adoption: 'replace', why: decision.why };
      case 'leave':
        return { adoption: 'foreign', why: decision.why };
      case 'ignore':
        return { adoption: 'foreign', why: 'it is not one of this family' };
    }
  }

  #ownerOf(ownership: Ownership): OwnerVerdict {
    const { identity, here, store } = this.#parts;
    if (ownership.nonce === identity.nonce) return { state: 'ours', why: 'this context made it' };
    if (store?.state.heldBy !== undefined) return { state: 'alive', why: store.state.heldBy };
    return judgeOwner(ownership, identity.session, here);
  }
}

/** What became of the context that made or wrote something. */
function judgeOwner(
  { session: printed, nonce }: Pick<Ownership, 'session' | 'nonce'>,
  ourSession: string,
  here: Viewpoint,
): OwnerVerdict {
  if (printed === ourSession) {
    return hasOpenFamily(nonce)
      ? { state: 'alive', why: 'another context of this process has it' }
      : { state: 'gone', why: 'its context in this process was closed' };
  }
  const session = parseSession(printed);
  return session === undefined
    ? { state: 'unknown', why: 'its session is written in a way that is not known here' }
    : judgeSession(session, here);
}

function ownedElsewhere(family: string, member: Member, why: string, cause?: unknown): DocktopusError {
  return new DocktopusError('family.owned-elsewhere', {
    operation: 'family.use',
    subject: subjectOf(family, member),
    reason: `the container ${member.names.container} is not this process's: ${why}`,
    hint: 'Stop that process, or give one of the two blueprints or families another name',
    cause,
  });
}

/** What a slot hears that finds its container gone: another one is made by its family, or by nobody. */
function containerGone(family: string, member: Member): DocktopusError {
  return new DocktopusError('container.removed', {
    operation: 'family.use',
    subject: subjectOf(family, member),
    reason: 'the container was removed while it was starting',
    hint: 'Use the key again',
  });
}

async function findByName(
  docker: Docker,
  name: string,
  signal: AbortSignal,
): Promise<ExistingContainer | undefined> {
  try {
    return existingContainer(await docker.engine.inspectContainer(name, { signal }));
  } catch (error) {
    if (isDocktopusError(error, 'container.not-found')) return undefined;
    throw error;
  }
}
