import type { Container, ContainerSpec } from '../container/index.ts';
import { ContainerRegistry } from './container-registry.ts';
import { type Dependent, requireDependencies } from './dependency-order.ts';

/**
 * A member of a group. `added`: started and stopped with the group. `made`: started by its caller, stopped with the
 * group. `given`: a container of somebody else, which the group leaves alone.
 */
export interface Member extends Dependent {
  readonly container: Container;
  readonly kind: 'added' | 'made' | 'given';
  /** As the author wrote it. */
  readonly spec: ContainerSpec | undefined;
}

/** The members of a group, by name. */
export class GroupMembers {
  readonly registry: ContainerRegistry;
  readonly #byName = new Map<string, Member>();
  readonly #groupKind: string;

  constructor(groupKind: string) {
    this.registry = new ContainerRegistry(`${groupKind}.containers.get`);
    this.#groupKind = groupKind;
  }

  /** The members of these kinds, in the order of joining. */
  of(...kinds: readonly Member['kind'][]): readonly Member[] {
    return [...this.#byName.values()].filter(({ kind }) => kinds.includes(kind));
  }

  get(name: string): Member | undefined {
    return this.#byName.get(name);
  }

  /** A former member of the name leaves. */
  join(member: Member): void {
    const { name, container } = member;
    if (this.#byName.get(name)?.container === container) return;
    this.#byName.set(name, member);
    this.registry.add(name, container);
  }

  leave(name: string, container: Container): void {
    if (this.#byName.get(name)?.container !== container) return;
    this.#byName.delete(name);
    this.registry.delete(name);
  }

  /** `name`, or one with a number if a container that is not `made` has it. */
  freeName(name: string): string {
    let free = name;
    for (let count = 2; (this.#byName.get(free)?.kind ?? 'made') !== 'made'; count += 1)
      free = `${name}-${count}`;
    return free;
  }

  /**
   * The members called `names` with their dependencies, as far as `follow` goes; without `given` members.
   *
   * @throws DocktopusError `container.not-found`; `context.invalid` naming all dependencies that do not exist.
   */
  withDependencies(names: readonly string[], follow: (member: Member) => boolean): readonly Member[] {
    const chosen = new Set<Member>();
    const visit = (name: string): void => {
      const member = this.#byName.get(name);
      if (member === undefined || member.kind === 'given' || chosen.has(member) || !follow(member)) return;
      chosen.add(member);
      for (const dependency of Object.keys(member.dependsOn)) visit(dependency);
    };
    for (const name of names) {
      this.registry.get(name);
      visit(name);
    }
    this.requireDependencies([...chosen]);
    return [...chosen];
  }

  /** @throws DocktopusError `context.invalid` naming all dependencies that do not exist. */
  requireDependencies(dependents: readonly Dependent[]): void {
    requireDependencies(dependents, this.registry.names, this.#groupKind);
  }
}
