import { type SpecChange, specChanges, specHash, toCreateBody } from '../../container/index.ts';
import type { Docker } from '../../engine/index.ts';
import { isDocktopusError } from '../../errors/index.ts';
import { abortable } from '../../scope/index.ts';
import type { FamilyState } from '../cause/index.ts';
import type { FamilyKey } from '../key/index.ts';
import { boundedCall } from '../member/bounded-call.ts';
import type { Member, MemberContainer } from '../member/member.ts';
import type { FamilyScope } from './family-scope.ts';
import { isLimit, liveLimits } from './live-limits.ts';

/** A member whose container is not as the definition would make it now. */
export interface OutdatedMember<Key = FamilyKey> {
  readonly key: Key;
  readonly state: FamilyState;
  /** How many hold it or wait for it. */
  readonly holds: number;
  /** What the definition says otherwise by now; values that may hold secrets are digests. */
  readonly changes: readonly SpecChange[];
  /** Whether limits are all that has changed: then `roll` changes them while the container runs. */
  readonly inPlace: boolean;
  /** Why it cannot be told what its container should be; `changes` is empty then. */
  readonly problem: unknown;
}

/** Compares every container of the family with its definition. */
export async function outdatedMembers(
  life: FamilyScope,
  signal: AbortSignal,
): Promise<readonly (OutdatedMember & { readonly member: Member })[]> {
  const imageIds = new Map<string, Promise<string | undefined>>();
  const imageId = (image: string) => {
    const known = imageIds.get(image) ?? imageIdOf(life.docker, image);
    imageIds.set(image, known);
    return known;
  };
  const outdated: (OutdatedMember & { readonly member: Member })[] = [];
  for (const member of life.books.all) {
    signal.throwIfAborted();
    const { container, ownedElsewhere, key, state } = member;
    if (container === undefined || ownedElsewhere !== undefined) continue;
    let changes: readonly SpecChange[] = [];
    let problem: unknown;
    try {
      changes = await changesOf(life, member, container, imageId, signal);
    } catch (error) {
      signal.throwIfAborted();
      problem = error;
    }
    if (changes.length === 0 && problem === undefined) continue;
    const holds = member.holds.size + member.waiters.size;
    const inPlace = changes.length > 0 && changes.every(isLimit);
    outdated.push({ key, state, holds, changes, inPlace, problem, member });
  }
  return outdated;
}

async function changesOf(
  { definition, docker }: FamilyScope,
  member: Member,
  container: MemberContainer,
  imageId: (image: string) => Promise<string | undefined>,
  signal: AbortSignal,
): Promise<readonly SpecChange[]> {
  const spec = definition.specOf(member, await definition.dataOf(member, signal));
  const hash = await abortable(specHash(spec), signal);
  const isSame = hash === container.specHash;
  const told = isSame ? [] : specChanges(container.labels, spec);
  const limits = told.some(isLimit)
    ? await liveLimits(docker, container.id, toCreateBody(spec).HostConfig)
    : undefined;
  // Labels tell how it was born; limits may have been changed since.
  const changes = limits === 'as-wanted' ? told.filter((change) => !isLimit(change)) : told;
  const untold = !isSame && told.length === 0;
  const born = untold ? [hidden('spec', container.specHash?.slice(0, 8), hash.slice(0, 8))] : changes;
  const image = await imageId(spec.image);
  const isNewImage = image !== undefined && image !== container.imageId;
  return isNewImage && !born.some(({ path }) => path === 'image')
    ? [...born, hidden('image', container.imageId, image)]
    : born;
}

function hidden(path: string, from: string | undefined, to: string): SpecChange {
  return { path, from, to, hidden: true };
}

/** What the name of an image stands for on the engine; `undefined` when that is nothing. */
async function imageIdOf({ images }: Docker, image: string): Promise<string | undefined> {
  try {
    return (await boundedCall((call) => images.inspect(image, call))).Id;
  } catch (error) {
    if (isDocktopusError(error, 'image.not-found')) return undefined;
    throw error;
  }
}
