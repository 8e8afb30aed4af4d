import { merge, type Observable, Subject, share } from 'rxjs';
import {
  Container,
  type ContainerSpec,
  type CreationIssues,
  creationIssues,
  type ExistingContainer,
  nameToCreate,
  type ReplacedContainer,
  type SlotOptions,
  type SlotStage,
  slotOf,
} from '../container/index.ts';
import type { Docker } from '../engine/index.ts';
import type { Issue } from '../errors/index.ts';
import { type CallOptions, type Semaphore, startDeadline } from '../scope/index.ts';
import type { ContainerSnapshot } from '../status/index.ts';
import { containerExecutors, requireCompletion } from './container-executors.ts';
import type { ContainerRegistry } from './container-registry.ts';
import type { Dependent } from './dependency-order.ts';
import { type Executors, executePlan } from './execute-plan.ts';
import type { GroupEvent } from './group-event.ts';
import { GroupMembers, type Member } from './group-members.ts';
import type { GroupOwner } from './group-owner.ts';
import { groupStates } from './group-states.ts';
import type { GroupStep, ReplaceStep } from './group-step.ts';
import { memberEnds } from './member-ends.ts';
import { planGroup } from './plan-group.ts';
import type { Plan } from './plan-step.ts';
import { planStop } from './plan-stop.ts';
import { startLimiterOf } from './start-limiter.ts';

/** Which members of a group a call is about. */
export interface GroupSelection extends CallOptions {
  /** Members by name; a start includes their dependencies. @default start: all added members; stop: all members */
  readonly names?: readonly string[] | undefined;
}

export interface GroupStartOptions extends GroupSelection {
  /** What {@link ContainerGroup.plan} has returned. @default planned now */
  readonly plan?: Plan<GroupStep> | undefined;
}

export interface GroupStopOptions extends GroupSelection {
  /** How long a process has before it is killed, in milliseconds, if its spec has no `stopTimeout`. @default 10_000 */
  readonly graceMs?: number | undefined;
  /** Removes the containers as well, with their anonymous volumes. @default false */
  readonly remove?: boolean | undefined;
}

/**
 * Containers that are planned, started and stopped together, in the order in which they depend on each other.
 *
 * What `plan()` returns is exactly what `start()` does.
 */
export class ContainerGroup {
  /** The state of every member, by name; a new map with each change. */
  readonly states$: Observable<ReadonlyMap<string, ContainerSnapshot>>;
  /** Replacements, and ends and removals that this process did not ask for. Nothing is replayed. */
  readonly events$: Observable<GroupEvent>;
  /** What each step of the group's plans does, for plans that have further steps around them. */
  readonly executors: Executors<GroupStep>;
  readonly #docker: Docker;
  readonly #owner: GroupOwner;
  readonly #members: GroupMembers;
  readonly #replaced = new Subject<GroupEvent>();

  /** @param limiter how many containers may be created or started at a time. @default that of the connection */
  constructor(docker: Docker, owner: GroupOwner, limiter: Semaphore = startLimiterOf(docker)) {
    this.#docker = docker;
    this.#owner = owner;
    this.#members = new GroupMembers(owner.kind);
    this.states$ = groupStates(this.containers);
    this.events$ = merge(this.#replaced, memberEnds(this.containers)).pipe(share());
    const container = (name: string) => this.containers.get(name);
    const findContainer = (name: string) => this.#members.get(name)?.container;
    const onReplace = ({ resource, removes, cause, changes }: ReplaceStep) => {
      for (const id of removes)
        this.#replaced.next({ kind: 'replaced', name: resource.name, id, why: cause, changes });
    };
    this.executors = containerExecutors({
      docker,
      kind: owner.kind,
      limiter,
      onReplace,
      container,
      findContainer,
    });
  }

  /** The containers of all members, by name. */
  get containers(): ContainerRegistry {
    return this.#members.registry;
  }

  /** Adds a member: an empty slot, which is started and stopped with the group. A former member of that name leaves. */
  add(name: string, spec: ContainerSpec): Container {
    const dependsOn = spec.dependsOn ?? {};
    const named = { ...spec, name: spec.name ?? this.#owner.engineName(name, spec) };
    const container = this.#slot({ name, dependsOn }, named, { aliases: [name] });
    this.#members.join({ name, kind: 'added', container, spec, dependsOn });
    return container;
  }

  /**
   * An empty slot for a container that its caller starts. It is a member while there is a container in it, and from the
   * beginning if its spec has a name, by which others may depend on it.
   *
   * @param labelsOf asked at each creation for labels besides the owner's.
   */
  slot(spec: ContainerSpec, labelsOf?: () => Readonly<Record<string, string>>): Container {
    const dependsOn = spec.dependsOn ?? {};
    let name = spec.name && this.#members.freeName(spec.name);
    const join = (container: Container) => {
      name ??= nameToCreate(slotOf(container));
      this.#members.join({ name, kind: 'made', container, spec, dependsOn });
    };
    const leave = (container: Container) => {
      if (name !== undefined) this.#members.leave(name, container);
      if (spec.name === undefined) name = undefined;
    };
    const onStage = ({ at }: SlotStage) => {
      if (at === 'empty') leave(made);
      else join(made);
    };
    const made: Container = this.#slot({ name: spec.name ?? '', dependsOn }, spec, { onStage }, labelsOf);
    if (name !== undefined) join(made);
    return made;
  }

  /** Puts a container of somebody else under a name. The group neither starts nor stops it. */
  include(name: string, container: Container): void {
    this.#members.join({ name, kind: 'given', container, spec: container.spec, dependsOn: {} });
  }

  /** Lets a member leave the group. Its container stays as it is. */
  delete(name: string): void {
    const member = this.#members.get(name);
    if (member !== undefined) this.#members.leave(name, member.container);
  }

  /**
   * What a start would do, from one list of the engine's containers.
   *
   * @default timeoutMs 60_000
   * @throws DocktopusError `context.invalid`, `context.cycle`; `name.in-use` when an existing container may not be taken
   *   over.
   */
  async plan({ names, ...options }: GroupSelection = {}): Promise<Plan<GroupStep>> {
    using deadline = startDeadline(options, 60_000, `${this.#owner.kind}.plan`);
    return await this.#plan(names, deadline.signal);
  }

  /** What keeps the containers of a plan from being made, as far as that is known before; each problem names its member. */
  async issuesOf(plan: Plan<GroupStep>, signal: AbortSignal): Promise<CreationIssues> {
    const names = plan
      .filter(({ op }) => op === 'create' || op === 'replace')
      .map(({ resource }) => resource.name);
    const found = await Promise.all(
      names.map(async (name) => {
        const { policy, spec } = await creationIssues(slotOf(this.containers.get(name)), signal);
        const named = (issue: Issue) => ({ ...issue, path: `${name}: ${issue.path}` });
        return { policy: policy.map(named), spec: spec.map(named) };
      }),
    );
    return { policy: found.flatMap(({ policy }) => policy), spec: found.flatMap(({ spec }) => spec) };
  }

  /**
   * Starts members until they are ready, each as soon as its dependencies have come far enough.
   *
   * @default timeoutMs none
   * @throws the failure; an `AggregateError` when several members failed by themselves.
   */
  async start({ plan, names, ...options }: GroupStartOptions = {}): Promise<void> {
    using deadline = startDeadline(options, Number.POSITIVE_INFINITY, `${this.#owner.kind}.start`);
    const { signal } = deadline;
    await this.#execute(plan ?? (await this.#plan(names, signal)), 'start', signal);
  }

  /**
   * Stops members, each after its dependents. One failure does not keep others from being stopped.
   *
   * @default timeoutMs none
   * @throws the failure; an `AggregateError` when there are several.
   */
  async stop({ names, graceMs, remove = false, ...options }: GroupStopOptions = {}): Promise<void> {
    using deadline = startDeadline(options, Number.POSITIVE_INFINITY, `${this.#owner.kind}.stop`);
    const members = this.#members.of('added', 'made').filter(({ name }) => names?.includes(name) ?? true);
    await this.#execute(planStop(members, { graceMs, remove }), 'stop', deadline.signal);
  }

  /** Ends `states$` and `events$`, once the client is closed. */
  close(): void {
    this.#replaced.complete();
    this.containers.close();
  }

  #plan(
    names: readonly string[] | undefined,
    signal: AbortSignal,
    follow: (member: Member) => boolean = () => true,
  ): Promise<Plan<GroupStep>> {
    const chosen = names ?? this.#members.of('added').map(({ name }) => name);
    return planGroup(this.#docker, this.#owner, this.#members.withDependencies(chosen, follow), signal);
  }

  #execute(plan: Plan<GroupStep>, verb: 'start' | 'stop', signal: AbortSignal): Promise<void> {
    const onFailure = verb === 'start' ? 'cancel' : 'continue';
    return executePlan(plan, this.executors, {
      operation: `${this.#owner.kind}.${verb}`,
      signal,
      onFailure,
    });
  }

  #slot(
    dependent: Dependent,
    spec: ContainerSpec,
    options: SlotOptions,
    labelsOf: () => Readonly<Record<string, string>> = () => ({}),
  ): Container {
    const owner = this.#owner.slotOwner(dependent.name, spec);
    const placed = { ...spec, onConflict: spec.onConflict ?? 'adopt' };
    const named = { ...dependent, name: dependent.name || spec.image };
    const checked = (hash: string) => {
      this.#members.requireDependencies([named]);
      const claim = owner(hash);
      return {
        look: claim.look?.bind(claim),
        adopts: (existing: ExistingContainer) => claim.adopts(existing),
        // A claim may refuse to be created, so its labels are read by what creates only.
        get labels() {
          return { ...labelsOf(), ...claim.labels };
        },
      };
    };
    const hasDependencies = Object.keys(dependent.dependsOn).length > 0;
    const onReplace = (replaced: ReplacedContainer) => {
      this.#replaced.next({ kind: 'replaced', name: named.name, ...replaced });
    };
    const { announceUse, objection } = this.#owner;
    const beforeStart = hasDependencies
      ? (signal: AbortSignal) => this.#startDependencies(named, signal)
      : undefined;
    return Container.slot(this.#docker, placed, checked, {
      ...options,
      onReplace,
      beforeStart,
      beforeCreate: announceUse && ((signal) => announceUse(dependent.name, spec, signal)),
      objection: objection && ((signal) => objection(dependent.name, spec, signal)),
    });
  }

  /** Starts what a container needs that its caller starts. Members that have been started before are left as they are. */
  async #startDependencies(dependent: Dependent, signal: AbortSignal): Promise<void> {
    const names = Object.keys(dependent.dependsOn);
    this.#members.requireDependencies([dependent]);
    const isPending = ({ container }: Member) => slotOf(container).stage.at !== 'up';
    const plan = await this.#plan(names, signal, isPending);
    await this.#execute(plan, 'start', signal);
    for (const name of names.filter((each) => dependent.dependsOn[each] === 'completed')) {
      await requireCompletion(this.containers.get(name), name, this.#owner.kind, signal);
    }
  }
}
