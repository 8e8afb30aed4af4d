import type { ContainerSnapshot, Issue } from '@docktopus/core';
import { type Docker, DocktopusError } from '@docktopus/core';
import { answerTimeout, executePlan, Mutex, type Plan, startLimiterOf, warn } from '@docktopus/core/kit';
import { type Observable, tap } from 'rxjs';
import { checkSupport, refuseUnsupported } from '../body/check-support.ts';
import type { LoadedWithEnvironment } from '../load/load-compose.ts';
import { readSecurityProfiles } from '../load/read-security-profiles.ts';
import { planDown } from '../plan/plan-down.ts';
import type { ImageOptions } from '../plan/plan-images.ts';
import type { ProjectStep } from '../plan/project-step.ts';
import { ContainerSteps } from '../run/container-steps.ts';
import { Members } from '../run/members.ts';
import { type Observation, observeProject } from '../run/observe.ts';
import { projectExecutors } from '../run/project-executors.ts';
import type { ComposeModel } from '../schema/index.ts';
import type { ProjectOwner } from './project-owner.ts';

export interface ExecuteRequest {
  readonly verb: 'up' | 'down';
  readonly signal: AbortSignal;
  readonly graceMs: number | undefined;
}

/** Where a project meets the engine: it observes, and executes plans. */
export class ProjectEngine {
  readonly model: ComposeModel;
  readonly warnings: readonly string[];
  readonly members: Members;
  readonly states$: Observable<ReadonlyMap<string, ContainerSnapshot>>;
  readonly #docker: Docker;
  readonly #owner: ProjectOwner;
  readonly #loaded: LoadedWithEnvironment;
  readonly #mutex = new Mutex();
  readonly #told = new Set<string>();

  /** @throws DocktopusError `compose.unsupported` */
  constructor(owner: ProjectOwner, loaded: LoadedWithEnvironment) {
    const support = checkSupport(loaded.model);
    refuseUnsupported(support, loaded.model.name);
    this.model = loaded.model;
    this.warnings = [...loaded.warnings, ...support.warnings];
    this.members = new Members(owner.guard.docker);
    this.#docker = owner.guard.docker;
    this.#owner = owner;
    this.#loaded = loaded;
    this.states$ = this.members.states$.pipe(tap((states) => this.#lookAfterRemoval(states)));
  }

  /** Runs one change of the project after the other. */
  exclusive<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return this.#mutex.run(signal, work);
  }

  /** @throws DocktopusError `policy.refused` with all that the project's policy does not allow of a model. */
  checkPolicy(model: ComposeModel, signal: AbortSignal): Promise<void> {
    return this.#owner.guard.check(model, signal);
  }

  /** The same as data, of the whole project. */
  policyIssues(signal: AbortSignal): Promise<readonly Issue[]> {
    return this.#owner.guard.issuesOf(this.model, signal);
  }

  /** Looks at what the engine has of the project; its containers are known from then on. */
  async observe(model: ComposeModel, options: ImageOptions, signal: AbortSignal): Promise<Observation> {
    const observation = await this.#look(model, options, signal);
    this.#refuseOthers(observation);
    return observation;
  }

  async #look(model: ComposeModel, options: ImageOptions, signal: AbortSignal): Promise<Observation> {
    const { disabled } = this.#loaded;
    const { build, pull } = options;
    const others = { ...this.model.services, ...disabled };
    const observation = await observeProject(this.#docker, { model, disabled: others, build, pull, signal });
    const found = Object.values(observation.containers).flat();
    await this.#containers(this.model, observation, undefined).adopt(found, signal);
    return observation;
  }

  /** Takes the steps of a plan. */
  async execute(
    steps: Plan<ProjectStep>,
    model: ComposeModel,
    observation: Observation,
    { verb, signal, graceMs }: ExecuteRequest,
  ): Promise<void> {
    if (steps.length === 0) return;
    const containers = this.#containers(model, observation, graceMs, await this.#securityProfiles(model));
    const executors = projectExecutors({
      docker: this.#docker,
      model,
      containers,
      ownLabels: this.#owner.labels,
      warn: (warning) => this.warn(warning),
    });
    const onFailure = verb === 'up' ? 'cancel' : 'continue';
    await executePlan(steps, executors, { operation: `compose.${verb}`, signal, onFailure });
  }

  /** Stops and removes what ends with the owner. */
  async end(graceMs: number | undefined, signal: AbortSignal): Promise<void> {
    const observation = await this.#look(this.model, {}, signal);
    const steps = planDown(this.model, observation, { only: this.#owner.isOurs });
    await this.execute(steps, this.model, observation, { verb: 'down', signal, graceMs });
  }

  /** Says a warning once. */
  warn(warning: string): void {
    if (this.#told.has(warning)) return;
    this.#told.add(warning);
    warn(`compose project ${this.model.name}: ${warning}`, 'DOCKTOPUS_COMPOSE');
  }

  close(): void {
    this.members.close();
  }

  #containers(
    model: ComposeModel,
    { foundImages }: Observation,
    stopGraceMs: number | undefined,
    securityProfiles: ReadonlyMap<string, string> = new Map(),
  ): ContainerSteps {
    const { workingDir, files, environment } = this.#loaded;
    return new ContainerSteps({
      docker: this.#docker,
      model,
      identity: { name: model.name, workingDir, files },
      members: this.members,
      limiter: startLimiterOf(this.#docker),
      environment,
      securityProfiles,
      images: foundImages,
      ownLabels: this.#owner.labels,
      warn: (warning) => this.warn(warning),
      stopGraceMs,
    });
  }

  #securityProfiles(model: ComposeModel): Promise<ReadonlyMap<string, string>> {
    return readSecurityProfiles(model, this.#loaded);
  }

  /** @throws DocktopusError `compose.owned-elsewhere` for containers of another living owner. */
  #refuseOthers({ containers }: Observation): void {
    const others = Object.values(containers)
      .flat()
      .map(({ name, labels }) => ({ name, why: this.#owner.endsElsewhere(labels) }))
      .filter(({ why }) => why !== undefined);
    const [first] = others;
    if (first === undefined) return;
    throw new DocktopusError('compose.owned-elsewhere', {
      operation: 'compose.plan',
      subject: others.map(({ name }) => name).join(', '),
      reason: `${first.why}, and ends with it`,
      hint: 'Stop that process, or give this project another projectName',
      details: { containers: others.map(({ name }) => name) },
    });
  }

  /** A container that someone else has removed may have been replaced by another one. */
  #lookAfterRemoval(states: ReadonlyMap<string, ContainerSnapshot>): void {
    const isGone = [...states.values()].some(({ status, stale }) => status === undefined && !stale);
    if (!isGone || this.#docker.closed) return;
    const signal = answerTimeout(LOOK_MS);
    // The next look finds out what this one could not.
    this.exclusive(signal, () => this.#look(this.model, {}, signal)).catch(() => undefined);
  }
}

const LOOK_MS = 30_000;
