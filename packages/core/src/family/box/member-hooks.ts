import { Container } from '../../container/index.ts';
import type { Docker } from '../../engine/index.ts';
import { abortable, startDeadline } from '../../scope/index.ts';
import type { CauseFacts, FamilyCause } from '../cause/index.ts';
import type { Hold } from '../holds/index.ts';
import type { FamilyKey } from '../key/index.ts';
import { subjectOf } from '../member/family-errors.ts';
import type { FamilyHooks, MemberNetworks } from '../member/family-host.ts';
import type { Member } from '../member/member.ts';
import type { FamilyHook, FamilyHookOptions } from './family-hooks.ts';
import { HeldContainer } from './held-container.ts';

export interface MemberHooksParts {
  readonly family: string;
  readonly docker: Docker;
  readonly timeoutMs: number;
  readonly hooks: FamilyHookOptions<FamilyKey>;
  readonly networks: Pick<MemberNetworks, 'reach'>;
  readonly now: () => number;
  report(operation: string, member: Member, error: unknown): void;
}

/** Calls the author's hooks, each within its time. */
export class MemberHooks implements FamilyHooks {
  readonly #parts: MemberHooksParts;

  constructor(parts: MemberHooksParts) {
    this.#parts = parts;
  }

  async afterWake(member: Member, cause: FamilyCause, signal: AbortSignal): Promise<void> {
    const { afterWake } = this.#parts.hooks;
    if (afterWake !== undefined) await this.#call(afterWake, 'afterWake', member, cause, signal);
  }

  async beforeSleep(member: Member, { cause }: CauseFacts): Promise<void> {
    await this.#attempt('beforeSleep', member, cause);
  }

  async beforeRemove(member: Member, { cause }: CauseFacts): Promise<void> {
    await this.#attempt('beforeRemove', member, cause);
  }

  async #attempt(name: 'beforeSleep' | 'beforeRemove', member: Member, cause: FamilyCause): Promise<void> {
    const hook = this.#parts.hooks[name];
    if (hook === undefined) return;
    try {
      await this.#call(hook, name, member, cause);
    } catch (error) {
      this.#parts.report(name, member, error);
    }
  }

  async #call(
    hook: FamilyHook<FamilyKey>,
    name: string,
    member: Member,
    cause: FamilyCause,
    outer?: AbortSignal,
  ): Promise<void> {
    const { family, docker, timeoutMs, networks, now } = this.#parts;
    const subject = subjectOf(family, member);
    using deadline = startDeadline({ timeoutMs, signal: outer }, timeoutMs, `family.${name}`, subject);
    const { signal } = deadline;
    const container = member.slot ?? (await Container.fromId(docker, member.container?.id ?? '', { signal }));
    const { key, generation, holds, present } = member;
    const box = new HeldContainer({
      key,
      generation,
      container,
      holds,
      hold: noHold(now()),
      lost: present.signal,
      subject,
      reach: (port, call) => networks.reach(member, container, port, call),
    });
    await abortable(Promise.resolve(hook(box, { cause, signal })), signal);
  }
}

/** What a hook has of its member keeps nobody awake. */
function noHold(since: number): Hold {
  return { kind: 'hook', what: undefined, since, release() {}, [Symbol.dispose]() {} };
}
