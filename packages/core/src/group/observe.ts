import type { ContainerListEntry, Docker, Images } from '../engine/index.ts';
import { isDocktopusError } from '../errors/index.ts';
import { inParallel } from '../scope/index.ts';
import { toContainerStatus } from '../status/index.ts';
import type { DesiredMember, MemberDecision, ObservedContainer } from './decide-member.ts';
import type { GroupOwner } from './group-owner.ts';
import { imageKey, makesContainer } from './plan-start.ts';

/** The containers that the owner's labels find: one list. */
export async function observeContainers(
  { engine }: Docker,
  owner: GroupOwner,
  signal: AbortSignal,
): Promise<readonly ObservedContainer[]> {
  const entries = await engine.listContainers({ all: true, filters: { label: owner.labels }, signal });
  return entries.map((entry) => observed(entry, owner));
}

function observed({ Id, Names, State, Labels }: ContainerListEntry, owner: GroupOwner): ObservedContainer {
  return {
    id: Id,
    name: Names[0]?.replace(/^\//, '') ?? Id,
    status: toContainerStatus(State),
    labels: Labels,
    member: owner.memberOf(Labels),
  };
}

/** The images that the decisions need, may pull and the engine lacks, as {@link imageKey} names them. */
export async function missingImages(
  { images }: Docker,
  decisions: readonly MemberDecision[],
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const needed = decisions.filter(
    (decision) => makesContainer(decision) && decision.member.pull === 'missing',
  );
  const byKey = new Map(needed.map(({ member }) => [imageKey(member), member]));
  const missing = new Set<string>();
  await inParallel([...byKey], async ([key, member]) => {
    if (!(await hasImage(images, member, signal))) missing.add(key);
  });
  return missing;
}

/** An image of another platform than the wanted one does not count. */
async function hasImage(
  images: Images,
  { image, platform }: Pick<DesiredMember, 'image' | 'platform'>,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const { Os, Architecture } = await images.inspect(image, { signal });
    return platform === undefined || `${platform}/`.startsWith(`${Os}/${Architecture}/`);
  } catch (error) {
    if (isDocktopusError(error, 'image.not-found')) return false;
    throw error;
  }
}
