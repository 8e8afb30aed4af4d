import type { ComposeModel } from '../schema/index.ts';
import { inDependencyOrder } from './desired-project.ts';
import type { ObservedContainer, ObservedProject } from './observed-project.ts';
import { PlanDraft } from './plan-draft.ts';
import type { ProjectStep } from './project-step.ts';
import { memberName, partOf } from './up-planning.ts';

/** What goes with a project. */
export interface PlanDownOptions {
  /** Named volumes of the project as well, with their data. @default false */
  readonly volumes?: boolean | undefined;
  /** Containers of services that the project does not have. @default false */
  readonly removeOrphans?: boolean | undefined;
  /** Whether a container, network or volume may go. @default all of the project's */
  readonly only?: ((labels: Readonly<Record<string, string>>) => boolean) | undefined;
}

/**
 * Stops and removes a project: each service after those that depend on it, then networks, then volumes if the caller
 * says so. What is external stays.
 */
export function planDown(
  model: ComposeModel,
  observed: ObservedProject,
  options: PlanDownOptions = {},
): readonly ProjectStep[] {
  const { only = () => true } = options;
  const draft = new PlanDraft();
  const removals = new Map<string, readonly string[]>();
  const known = inDependencyOrder(model);
  const others = Object.keys(observed.containers).filter((name) => !known.includes(name));
  for (const name of [...others, ...[...known].reverse()]) {
    const dependents = Object.keys(model.services).filter((other) =>
      Object.hasOwn(model.services[other]?.depends_on ?? {}, name),
    );
    const after = dependents.flatMap((other) => removals.get(other) ?? []);
    const containers = (observed.containers[name] ?? []).filter(({ labels }) => only(labels));
    removals.set(
      name,
      containers.map((container) => end(draft, container, after, options)),
    );
  }
  const orphans = options.removeOrphans ? observed.orphans.filter(({ labels }) => only(labels)) : [];
  const ends = [...removals.values()].flat();
  ends.push(...orphans.map((container) => end(draft, container, [], options)));
  planResources(draft, model, observed, ends, options);
  return draft.steps;
}

function end(
  draft: PlanDraft,
  container: ObservedContainer,
  after: readonly string[],
  { volumes = false }: PlanDownOptions,
): string {
  const part = {
    ...partOf(container),
    replacing: false,
    containerId: container.id,
    cause: 'the project goes down',
  };
  const name = memberName(container);
  const isUp = ['running', 'paused', 'restarting'].includes(container.state);
  const stop = isUp ? draft.add({ ...part, id: `stop ${name}`, op: 'stop', after }) : undefined;
  return draft.add({ ...part, id: `remove ${name}`, op: 'remove', volumes, after: [stop, ...after] });
}

function planResources(
  draft: PlanDraft,
  model: ComposeModel,
  observed: ObservedProject,
  after: readonly string[],
  { volumes = false, only = () => true }: PlanDownOptions,
): void {
  const shared = { cause: 'the project goes down', mayStay: true, after };
  for (const [key, found] of sorted(observed.networks)) {
    if (model.networks?.[key]?.external) continue;
    for (const { name } of found.filter(({ labels }) => labels !== undefined && only(labels))) {
      const resource = { kind: 'network', name } as const;
      draft.add({ ...shared, id: `remove network ${name}`, op: 'remove network', resource, key });
    }
  }
  if (!volumes) return;
  for (const [key, found] of sorted(observed.volumes)) {
    if (model.volumes?.[key]?.external) continue;
    for (const { name } of found.filter(({ labels }) => labels !== undefined && only(labels))) {
      const resource = { kind: 'volume', name } as const;
      draft.add({ ...shared, id: `remove volume ${name}`, op: 'remove volume', resource, key });
    }
  }
}

function sorted<T>(record: Readonly<Record<string, T>>): readonly (readonly [string, T])[] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
