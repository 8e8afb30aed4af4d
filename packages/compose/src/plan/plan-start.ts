import { inDependencyOrder, scaleOf } from './desired-project.ts';
import type { WaitStep } from './project-step.ts';
import { memberName, partOf, type UpPlanning } from './up-planning.ts';

/** Containers that do not run are started, each once those that its service depends on have come far enough. */
export function planStart(planning: UpPlanning): void {
  const starting = new StartPlanning(planning);
  for (const name of inDependencyOrder(planning.model)) starting.plan(name);
  if (planning.options.wait) starting.waitForAll();
}

interface Replica {
  readonly number: number;
  readonly containerId: string | undefined;
  readonly cause: string;
  readonly after: readonly string[];
}

class StartPlanning {
  readonly #planning: UpPlanning;
  /** The steps after which the containers of a service run. */
  readonly #ends = new Map<string, readonly string[]>();
  readonly #waits = new Map<string, string>();

  constructor(planning: UpPlanning) {
    this.#planning = planning;
  }

  plan(name: string): void {
    const starts = this.#starts(name);
    const last = this.#planning.serviceSteps.get(name);
    this.#ends.set(name, starts.length > 0 || last === undefined ? starts : [last]);
  }

  /** Services that are not ready yet, or that a step starts. */
  waitForAll(): void {
    const { services } = this.#planning.model;
    for (const name of Object.keys(services).sort()) {
      if (scaleOf(services[name]!) === 0 || services[name]!.provider !== undefined) continue;
      const starts = (this.#ends.get(name) ?? []).length > 0;
      const isReady = this.#planning.containersOf(name).every(({ ready }) => ready);
      const isAwaited = this.#waits.has(waitKey(name, 'healthy', false));
      if ((starts || !isReady) && !isAwaited) this.#wait(name, 'ready', 'the caller waits for it', false);
    }
  }

  #starts(name: string): readonly string[] {
    const { draft } = this.#planning;
    const paused = [...(this.#planning.createSteps.get(name) ?? [])].filter(
      ([, step]) => draft.opOf(step) === 'start',
    );
    const replicas = this.#replicas(name);
    const before = replicas.length === 0 ? [] : this.#dependencies(name);
    const steps = replicas.map(({ number, containerId, cause, after }) => {
      const member = { service: name, number };
      return draft.add({
        ...partOf(member),
        id: `start ${memberName(member)}`,
        op: 'start',
        replacing: false,
        containerId,
        cause,
        after: [...after, ...before],
      });
    });
    return [...paused.map(([, step]) => step), ...steps];
  }

  /** The containers of a service that do not run at the end of the steps before, by number. */
  #replicas(name: string): readonly Replica[] {
    const { draft, stopSteps, connectSteps, createSteps } = this.#planning;
    const created = createSteps.get(name) ?? new Map<number, string>();
    const replicas: Replica[] = [];
    for (const { id, number, state } of this.#planning.containersOf(name)) {
      if (created.has(number)) continue;
      const stop = stopSteps.get(id);
      const after = connectSteps.get(id) ?? (stop === undefined ? [] : [stop]);
      const runs = state === 'running' || state === 'restarting';
      if (runs && stop === undefined) continue;
      replicas.push({
        number,
        containerId: id,
        cause: runs ? 'it was stopped for this' : `it is ${state}`,
        after,
      });
    }
    for (const [number, step] of created) {
      // One that is paused is started where the others are created.
      if (draft.opOf(step) !== 'start')
        replicas.push({ number, containerId: undefined, cause: 'it is new', after: [step] });
    }
    return replicas.sort((a, b) => a.number - b.number);
  }

  #dependencies(name: string): readonly string[] {
    const { services } = this.#planning.model;
    const dependencies = Object.entries(services[name]?.depends_on ?? {}).sort(([a], [b]) =>
      a < b ? -1 : 1,
    );
    return dependencies.flatMap(([other, { condition, required = true }]) => {
      const service = Object.hasOwn(services, other) ? services[other] : undefined;
      if (service === undefined || scaleOf(service) === 0 || service.provider !== undefined) return [];
      if (condition === 'service_started') return this.#ends.get(other) ?? [];
      const until = condition === 'service_healthy' ? 'healthy' : 'completed';
      return [this.#wait(other, until, 'others depend on it', !required)];
    });
  }

  #wait(service: string, until: WaitStep['until'], cause: string, optional: boolean): string {
    const key = waitKey(service, until, optional);
    const known = this.#waits.get(key);
    if (known !== undefined) return known;
    const step = this.#planning.draft.add({
      id: `wait until ${service} is ${until}`,
      op: 'wait',
      resource: { kind: 'container', name: service },
      service,
      until,
      optional,
      cause,
      after: this.#ends.get(service),
    });
    this.#waits.set(key, step);
    return step;
  }
}

function waitKey(service: string, until: WaitStep['until'], optional: boolean): string {
  return `${until} ${optional} ${service}`;
}
