import { toCreateBody } from '../../container/index.ts';
import { type OptionReaders, readFlag, readInteger, readSignal } from '../../input/index.ts';
import { startDeadline } from '../../scope/index.ts';
import type { FamilyKey } from '../key/index.ts';
import { boundedCall } from '../member/bounded-call.ts';
import { subjectOf } from '../member/family-errors.ts';
import type { Member } from '../member/member.ts';
import { putDown } from '../member/put-down.ts';
import type { FamilyScope } from './family-scope.ts';
import { limitsBody } from './live-limits.ts';
import { outdatedMembers } from './outdated.ts';
import { useMember } from './use-member.ts';

/** Options of `family.roll()`. */
export interface RollOptions {
  readonly signal?: AbortSignal | undefined;
  /** `false` replaces members that are held, too: their holders lose them. @default true */
  readonly onlyIdle?: boolean | undefined;
  /** How many are replaced at the same time. @default 1 */
  readonly max?: number | undefined;
}

export const ROLL_OPTIONS: OptionReaders<RollOptions> = {
  signal: readSignal,
  onlyIdle: readFlag,
  max: readInteger(1),
};

/** What a roll has done about one outdated member. */
export interface RolledMember<Key = FamilyKey> {
  readonly key: Key;
  /**
   * `replaced`: it has another container, which is ready. `removed`: it slept, and gets another container at its next
   * use. `updated`: its limits were changed while it ran. `held`: it was in use, and is as it was. `failed`: `error` says
   * why. `left`: another one had failed before its turn came.
   */
  readonly outcome: 'replaced' | 'removed' | 'updated' | 'held' | 'failed' | 'left';
  readonly error: unknown;
}

/** Replaces outdated members, and stops with the first that fails: a bad image costs one member, not all of them. */
export async function rollMembers(
  life: FamilyScope,
  { onlyIdle = true, max = 1 }: RollOptions,
  signal: AbortSignal,
): Promise<readonly RolledMember[]> {
  const outdated = await outdatedMembers(life, signal);
  const results: RolledMember[] = [];
  let failed = false;
  const next = outdated[Symbol.iterator]();
  const worker = async () => {
    for (const { key, member, inPlace, problem } of next) {
      const done = (outcome: RolledMember['outcome'], error?: unknown) =>
        void results.push({ key, outcome, error });
      if (failed || signal.aborted) done('left');
      else if (problem !== undefined) done('failed', problem);
      else {
        try {
          done(inPlace ? await update(life, member, signal) : await replace(life, member, onlyIdle, signal));
        } catch (error) {
          failed = true;
          done('failed', error);
        }
      }
    }
  };
  await Promise.all(Array.from({ length: max }, worker));
  return results;
}

async function replace(
  life: FamilyScope,
  member: Member,
  onlyIdle: boolean,
  signal: AbortSignal,
): Promise<'replaced' | 'removed' | 'held'> {
  const awake = member.state === 'running';
  const request = {
    action: 'remove',
    cause: { cause: 'asked' },
    ...(onlyIdle ? { still: () => !member.held } : {}),
  } as const;
  if ((await putDown(life, member, request, signal)) === 'kept') return 'held';
  if (!awake) return 'removed';
  const { startTimeoutMs } = life.settings;
  using deadline = startDeadline(
    { signal, timeoutMs: startTimeoutMs },
    startTimeoutMs,
    'family.roll',
    subjectOf(life.name, member),
  );
  await useMember(life, member, { mayCreate: true, generation: undefined }, deadline, () => undefined);
  return 'replaced';
}

/** Changes the limits of a container, in the member's turn. */
async function update(life: FamilyScope, member: Member, signal: AbortSignal): Promise<'updated'> {
  const { definition, docker, ownership } = life;
  const spec = definition.specOf(member, await definition.dataOf(member, signal));
  const host = toCreateBody(spec).HostConfig;
  const memoryBytes = host?.Memory ?? 0;
  await member.queue.run(signal, async () => {
    const { container, reservation } = member;
    if (container === undefined) return;
    await ownership.prove(member);
    const before = reservation.demand;
    if (before.memoryBytes > 0) {
      const most = Math.max(memoryBytes, before.memoryBytes);
      await life.admission.admit(reservation, { ...before, memoryBytes: most }, signal);
    }
    await boundedCall((call) => docker.engine.updateContainer(container.id, limitsBody(host), call));
    if (member.container?.id === container.id) member.container = { ...container, memoryBytes };
    if (before.memoryBytes > 0) reservation.set({ ...reservation.demand, memoryBytes });
    life.admission.serve();
  });
  return 'updated';
}
