import { statusHub } from '../../status/index.ts';
import type { FamilyHost } from './family-host.ts';
import type { Member } from './member.ts';
import { type Found, forgetContainer, foundOf, noteContainer } from './member-container.ts';
import { onSnapshot, settleEnd } from './unasked.ts';

/** Inspects the container that the member has now, and watches it from then on. */
export async function beginWatch(
  host: FamilyHost,
  member: Member,
  id: string,
  adopted: boolean,
  signal: AbortSignal,
): Promise<void> {
  const inspect = await host.docker.engine.inspectContainer(id, { signal });
  noteContainer(host, member, inspect, adopted, (snapshot) => onSnapshot(host, member, snapshot));
}

/** What the engine says of the member's container now, whatever the books say. */
export async function seeMember(host: FamilyHost, member: Member, signal: AbortSignal): Promise<Found> {
  const { container } = member;
  if (container === undefined) return 'gone';
  member.seen = await statusHub(host.docker).look(container.id, { signal });
  return foundOf(member.seen.status);
}

/** Looks at the member's container, in its turn, and brings the books in line with what is there. */
export async function lookAtMember(host: FamilyHost, member: Member, signal: AbortSignal): Promise<Found> {
  const { state } = member;
  const found = await seeMember(host, member, signal);
  const believed = state === 'running' || state === 'paused' || state === 'stopped';
  if (member.seen !== undefined && believed && found !== state) await settleEnd(host, member, member.seen);
  if (found === 'gone') forgetContainer(host, member);
  return found;
}
