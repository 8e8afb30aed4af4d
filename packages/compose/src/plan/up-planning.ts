import type { ComposeModel, Service } from '../schema/index.ts';
import {
  type ObservedContainer,
  type ObservedNetwork,
  type ObservedProject,
  type ObservedVolume,
  selectByName,
} from './observed-project.ts';
import { PlanDraft } from './plan-draft.ts';
import type { StopContainerStep } from './project-step.ts';
import type { PlanUpOptions } from './up-options.ts';

/** What the parts of a plan know of each other. */
export class UpPlanning {
  readonly model: ComposeModel;
  readonly observed: ObservedProject;
  readonly options: PlanUpOptions;
  readonly draft = new PlanDraft();
  /** What is odd and no error, for the caller. */
  readonly warnings: string[] = [];
  /** The step after which the image of a service is there, if it takes one. */
  readonly imageSteps = new Map<string, string>();
  /** The step after which a network or volume is there, by key. */
  readonly networkSteps = new Map<string, string>();
  readonly volumeSteps = new Map<string, string>();
  /** The last step that creates or removes containers of a service. */
  readonly serviceSteps = new Map<string, string>();
  /** The step after which a container is there under its name, by service and number. */
  readonly createSteps = new Map<string, Map<number, string>>();
  /** Services of which a container is replaced. */
  readonly recreated = new Set<string>();
  /** Steps that stop, reconnect or remove a container, by its id. */
  readonly stopSteps = new Map<string, string>();
  readonly connectSteps = new Map<string, string[]>();
  readonly removed = new Set<string>();
  readonly networks = new Map<string, ObservedNetwork>();
  readonly volumes = new Map<string, ObservedVolume>();

  constructor(model: ComposeModel, observed: ObservedProject, options: PlanUpOptions) {
    this.model = model;
    this.observed = observed;
    this.options = options;
    this.#select('network', model.networks, observed.networks, this.networks);
    this.#select('volume', model.volumes, observed.volumes, this.volumes);
  }

  service(name: string): Service {
    return this.model.services[name]!;
  }

  /** The containers of a service that stay until its own turn. */
  containersOf(service: string): readonly ObservedContainer[] {
    const found = Object.hasOwn(this.observed.containers, service) ? this.observed.containers[service]! : [];
    return found.filter(({ id }) => !this.removed.has(id));
  }

  /** Stops a container unless an earlier step does. */
  stop(
    container: ObservedContainer,
    cause: string,
    { after, replacing = false }: Partial<Pick<StopContainerStep, 'after' | 'replacing'>> = {},
  ): { readonly step: string; readonly earlier: boolean } {
    const known = this.stopSteps.get(container.id);
    if (known !== undefined) return { step: known, earlier: true };
    const name = memberName(container);
    const step = this.draft.add({
      ...partOf(container),
      id: `stop ${name}`,
      op: 'stop',
      replacing,
      containerId: container.id,
      cause,
      after,
    });
    this.stopSteps.set(container.id, step);
    return { step, earlier: false };
  }

  remove(
    container: ObservedContainer,
    cause: string,
    after: readonly string[],
    { replacing = false, volumes = false } = {},
  ): string {
    return this.draft.add({
      ...partOf(container),
      id: `remove ${memberName(container)}`,
      op: 'remove',
      replacing,
      volumes,
      containerId: container.id,
      cause,
      after,
    });
  }

  noteCreated(service: string, number: number, step: string): void {
    const steps = this.createSteps.get(service) ?? new Map<number, string>();
    this.createSteps.set(service, steps.set(number, step));
  }

  #select<T extends { readonly name: string }>(
    kind: 'network' | 'volume',
    wanted: Readonly<Record<string, { readonly name?: string }>> = {},
    observed: Readonly<Record<string, readonly T[]>>,
    into: Map<string, T>,
  ): void {
    for (const [key, { name = key }] of Object.entries(wanted)) {
      const found = Object.hasOwn(observed, key) ? observed[key]! : [];
      const selected = selectByName(found, name);
      if (selected === undefined) continue;
      into.set(key, selected);
      for (const other of found.filter((one) => one.name !== selected.name)) {
        this.warnings.push(
          `${kind} ${other.name} was made for '${key}' of this project and is no longer in use; remove it if nothing needs it`,
        );
      }
    }
  }
}

/** What a container is called in a plan. */
export function memberName({
  service,
  number,
}: {
  readonly service: string;
  readonly number: number;
}): string {
  return `${service}-${number}`;
}

/** What of a step says whose container it is about. */
export function partOf(member: { readonly service: string; readonly number: number }) {
  const { service, number } = member;
  return { resource: { kind: 'container', name: memberName(member) }, service, number } as const;
}
