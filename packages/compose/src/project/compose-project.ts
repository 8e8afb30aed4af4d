import { type CallOptions, type ContainerSnapshot, DocktopusError } from '@docktopus/core';
import {
  CALL_OPTIONS,
  type ContainerRegistry,
  checkOptions,
  nearest,
  type Plan,
  startDeadline,
} from '@docktopus/core/kit';
import type { Observable } from 'rxjs';
import { planDown } from '../plan/plan-down.ts';
import { planUp, type UpPlan } from '../plan/plan-up.ts';
import type { ProjectStep } from '../plan/project-step.ts';
import type { Observation } from '../run/observe.ts';
import type { ComposeModel } from '../schema/index.ts';
import { checkDownOptions, checkPlanOptions, checkUpOptions } from './check-project-options.ts';
import { ComposeService } from './compose-service.ts';
import type { ProjectEngine } from './project-engine.ts';
import { builtAs, scaled, selected } from './selected-model.ts';
import type { DownOptions, PlanOptions, UpOptions } from './up-request.ts';

/**
 * The services of a Compose file as one thing that is brought up and taken down. `docker compose` sees the
 * same project under this name: each can take over what the other has started.
 */
export class ComposeProject {
  readonly name: string;
  /** What the file says, resolved. */
  readonly model: ComposeModel;
  /** Warnings about the file: what is unusual, but not an error. */
  readonly warnings: readonly string[];
  /** The state of each container that the project has, by service and number (`web-1`); a new map with each change. */
  readonly states$: Observable<ReadonlyMap<string, ContainerSnapshot>>;
  readonly #engine: ProjectEngine;
  readonly #scales = new Map<string, number>();

  /** @internal `composeProject()` and `@compose` make projects. */
  constructor(engine: ProjectEngine) {
    this.#engine = engine;
    this.name = engine.model.name;
    this.model = engine.model;
    this.warnings = engine.warnings;
    this.states$ = engine.states$;
  }

  /** The names of the services. */
  get services(): readonly string[] {
    return Object.keys(this.model.services);
  }

  /** The containers that are known, by service and number: `project.containers.get('web-1')`. */
  get containers(): ContainerRegistry {
    return this.#engine.members.registry;
  }

  /** @throws DocktopusError `compose.service-unknown` */
  service(name: string): ComposeService {
    if (!Object.hasOwn(this.model.services, name)) throw unknownService(this.name, name, this.services);
    return new ComposeService(this, name, this.#engine.members);
  }

  /**
   * What `up()` would do and why, without doing anything: `printPlan(await project.plan())`.
   *
   * A pull or a build may bring another image than the one that is there; `up()` looks at it before it goes on.
   *
   * @default timeoutMs 60_000
   * @throws DocktopusError `policy.refused`, `compose.missing`, `compose.owned-elsewhere`, `compose.service-unknown`
   */
  async plan(options: PlanOptions = {}): Promise<Plan<ProjectStep>> {
    checkPlanOptions(options, this.name);
    using deadline = startDeadline(options, 60_000, 'compose.plan', this.name);
    const { signal } = deadline;
    const model = this.#wanted(options);
    await this.#engine.checkPolicy(model, signal);
    return this.#plan(model, await this.#engine.observe(model, options, signal), options).steps;
  }

  /**
   * Brings the engine to what the file says, and returns the steps that it took: none when nothing had to change.
   *
   * @default timeoutMs none
   * @throws the failure of a step; an `AggregateError` when several failed by themselves.
   */
  async up(options: UpOptions = {}): Promise<Plan<ProjectStep>> {
    checkUpOptions(options, this.name);
    using deadline = startDeadline(options, Number.POSITIVE_INFINITY, 'compose.up', this.name);
    const { signal } = deadline;
    const model = this.#wanted(options);
    // In its turn at once: a down() that is called next comes after it.
    return await this.#engine.exclusive(signal, async () => {
      await this.#engine.checkPolicy(model, signal);
      return await this.#up(model, options, signal);
    });
  }

  /**
   * Stops and removes the project's containers and networks, and returns the steps that it took. Volumes stay unless
   * `volumes` is given; what is external always stays.
   *
   * @default timeoutMs none
   * @throws the failure of a step; an `AggregateError` when there are several. One failure keeps no other step from being taken.
   */
  async down(options: DownOptions = {}): Promise<Plan<ProjectStep>> {
    checkDownOptions(options, this.name);
    using deadline = startDeadline(options, Number.POSITIVE_INFINITY, 'compose.down', this.name);
    const { signal } = deadline;
    return await this.#engine.exclusive(signal, async () => {
      const observation = await this.#engine.observe(this.model, {}, signal);
      const steps = planDown(this.model, observation, options);
      await this.#engine.execute(steps, this.model, observation, {
        verb: 'down',
        signal,
        graceMs: options.graceMs,
      });
      return steps;
    });
  }

  /** Reads which containers the project has, because another program may have changed them. @default timeoutMs 60_000 */
  async refresh(options: CallOptions = {}): Promise<void> {
    checkOptions(options, CALL_OPTIONS, 'compose.refresh', this.name);
    using deadline = startDeadline(options, 60_000, 'compose.refresh', this.name);
    await this.#engine.observe(this.model, {}, deadline.signal);
  }

  async #up(model: ComposeModel, options: UpOptions, signal: AbortSignal): Promise<Plan<ProjectStep>> {
    const execute = (steps: Plan<ProjectStep>, observation: Observation) =>
      this.#engine.execute(steps, model, observation, { verb: 'up', signal, graceMs: options.graceMs });
    const observation = await this.#engine.observe(model, options, signal);
    if (options.plan !== undefined) {
      await execute(options.plan, observation);
      return options.plan;
    }
    const first = this.#plan(model, observation, options);
    const images = first.steps.filter(({ op }) => op === 'pull' || op === 'build');
    if (images.length === 0) {
      await execute(first.steps, observation);
      return first.steps;
    }
    await execute(images, observation);
    const settled = { ...options, build: false, pull: 'never' } as const;
    const again = await this.#engine.observe(model, settled, signal);
    const { steps } = this.#plan(model, again, settled);
    await execute(steps, again);
    return [...images, ...steps];
  }

  /** The services that are meant, with as many containers as was said last. */
  #wanted({ services, scale = {}, buildCache, pullBases }: PlanOptions): ComposeModel {
    for (const name of [...(services ?? []), ...Object.keys(scale)]) {
      if (!Object.hasOwn(this.model.services, name)) throw unknownService(this.name, name, this.services);
    }
    for (const [name, count] of Object.entries(scale)) this.#scales.set(name, count);
    const model = builtAs(scaled(this.model, this.#scales), { buildCache, pullBases });
    return selected(model, services);
  }

  #plan(model: ComposeModel, observation: Observation, options: PlanOptions): UpPlan {
    const recreateVolume = (key: string) => options.recreateVolumes?.includes(key) ?? false;
    const plan = planUp(model, observation, { ...options, recreateVolume });
    for (const warning of plan.warnings) this.#engine.warn(warning);
    return plan;
  }
}

function unknownService(project: string, name: string, known: readonly string[]): DocktopusError {
  const meant = nearest(name, known);
  return new DocktopusError('compose.service-unknown', {
    operation: 'compose.service',
    subject: name,
    reason: `project ${project} has no such service; it has ${known.join(', ')}`,
    hint: meant === undefined ? undefined : `Did you mean '${meant}'?`,
    details: { known },
  });
}
