import { endingOf, type Stop } from '../../scope/index.ts';
import { bringUp } from '../member/bring-up.ts';
import { familyClosed, memberClosing, memberReplaced } from '../member/family-errors.ts';
import type { Waiter } from '../member/flight.ts';
import type { Member } from '../member/member.ts';
import type { FamilyScope } from './family-scope.ts';

/** What a caller wants of a member. */
export interface UseRequest {
  /** Whether a container may be made. */
  readonly mayCreate: boolean;
  /** The only generation that is good enough. */
  readonly generation: number | undefined;
}

/**
 * Resolves when the member is up, with what `grant` makes of it at that very moment: there is no time between in which
 * it could be put to sleep.
 *
 * @throws DocktopusError `family.full`, `family.failed`, `family.key-unknown`, …; the reason of `stop`.
 */
export function useMember<T>(
  life: FamilyScope,
  member: Member,
  request: UseRequest,
  stop: Stop,
  grant: () => T,
): Promise<T> {
  const { mayCreate, generation } = request;
  return new Promise<T>((resolve, reject) => {
    if (life.closing.aborted) throw familyClosed(life.name);
    const ending = endingOf(stop);
    if (ending.reason !== undefined) throw ending.reason as Error;
    if (member.warned) throw memberClosing(life.name, member, remainingMs(life, member));
    if (member.isUp) {
      if (generation !== undefined && generation !== member.generation) {
        throw memberReplaced(life.name, member, generation);
      }
      resolve(grant());
      return;
    }
    const waiter: Waiter = {
      mayCreate,
      generation,
      resolve() {
        stopListening();
        try {
          resolve(grant());
        } catch (error) {
          reject(error);
        }
      },
      reject(error) {
        stopListening();
        reject(error);
      },
    };
    const stopListening = ending.onEnd(() => leave(life, member, waiter, ending.reason));
    member.waiters.add(waiter);
    try {
      bringUp(life, member, 'used');
    } catch (error) {
      member.waiters.delete(waiter);
      waiter.reject(error);
    }
    life.touched(member);
  });
}

/** A caller gives up. The start goes on for others, and for the next; only a place in line is given up with the last. */
function leave(life: FamilyScope, member: Member, waiter: Waiter, reason: unknown): void {
  if (!member.waiters.delete(waiter)) return;
  waiter.reject(reason);
  const { flight } = member;
  if (member.waiters.size === 0 && flight?.why === 'used' && flight.waitsForRoom) flight.abort.abort(reason);
  life.touched(member);
}

function remainingMs({ clock, settings }: FamilyScope, { runSince }: Member): number {
  const end = (runSince ?? clock.now()) + (settings.life?.maxMs ?? 0);
  return Math.max(1_000, end - clock.now());
}
