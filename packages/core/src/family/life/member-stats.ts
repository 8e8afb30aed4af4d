import { Container, type ContainerStats } from '../../container/index.ts';
import { type CallOptions, startDeadline } from '../../scope/index.ts';
import { subjectOf } from '../member/family-errors.ts';
import type { Member } from '../member/member.ts';
import type { FamilyScope } from './family-scope.ts';

/** What a member uses at one moment. */
export interface MemberStats extends ContainerStats {
  /** What it has written into its container, beside volumes and memory. */
  readonly diskBytes: number;
}

/** One reading, which keeps nobody awake; `undefined` for a member that does not run. */
export async function memberStats(
  { name, docker }: FamilyScope,
  member: Member,
  options: CallOptions,
): Promise<MemberStats | undefined> {
  const { container, state } = member;
  if (container === undefined || state !== 'running') return undefined;
  using deadline = startDeadline(options, 30_000, 'family.stats', subjectOf(name, member));
  const { signal } = deadline;
  const look = { method: 'GET', path: `/containers/${container.id}/json`, query: { size: 1 } } as const;
  const [stats, sized] = await Promise.all([
    Container.fromId(docker, container.id, { signal }).then((handle) => handle.stats({ signal })),
    docker.request<{ readonly SizeRw?: number }>(look, { signal, operation: 'family.stats' }),
  ]);
  return { ...stats, diskBytes: sized.SizeRw ?? 0 };
}
