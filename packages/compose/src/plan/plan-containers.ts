import type { Service } from '../schema/index.ts';
import { containerName, inDependencyOrder, namedVolumes, scaleOf } from './desired-project.ts';
import type { ObservedContainer } from './observed-project.ts';
import { type RecreateCause, recreateCause } from './recreate-cause.ts';
import { memberName, partOf, type UpPlanning } from './up-planning.ts';

/** Containers of each service: surplus ones go, changed ones make room, missing ones are created. */
export function planContainers(planning: UpPlanning): void {
  for (const name of inDependencyOrder(planning.model)) planService(planning, name);
}

function planService(planning: UpPlanning, name: string): void {
  const service = planning.service(name);
  if (service.provider !== undefined) return;
  const { options } = planning;
  const meant = options.services?.length ? options.services.includes(name) : true;
  const policy = (meant ? options.recreate : options.recreateDependencies) ?? 'changed';
  const cause = recreateCause(planning, name, policy);
  const existing = inOrderOfKeeping(planning.containersOf(name), cause);
  const wanted = scaleOf(service);
  const after = prerequisites(planning, name);
  let last: string | undefined;
  for (const container of existing.slice(0, wanted)) {
    last = planKept(planning, container, cause(container), after) ?? last;
  }
  for (const container of existing.slice(wanted)) last = scaleDown(planning, container);
  const next = Math.max(0, ...existing.map(({ number }) => number)) + 1;
  for (let number = next; number < next + wanted - existing.length; number++) {
    last = planning.draft.add({
      ...partOf({ service: name, number }),
      id: `create ${memberName({ service: name, number })}`,
      op: 'create',
      replacing: false,
      name: containerName(planning.model.name, name, service, number),
      inherits: undefined,
      detail: publishing(service),
      cause: 'there is none yet',
      after,
    });
    planning.noteCreated(name, number, last);
  }
  last = giveName(planning, existing.slice(0, wanted), last) ?? last;
  if (last !== undefined) planning.serviceSteps.set(name, last);
}

/** Ports that the whole network can reach: a file that gives no address means all of them. */
function publishing({ ports = [] }: Service): string | undefined {
  const open = ports.filter(({ published, host_ip: address }) => published !== undefined && !address);
  if (open.length === 0) return undefined;
  const names = open.map(
    ({ published, target, protocol }) => `${published}:${target}${protocol === 'udp' ? '/udp' : ''}`,
  );
  return `publishing ${names.join(', ')} on all addresses`;
}

/** Up-to-date containers first, then by number: when there are too many, changed ones and high numbers go. */
function inOrderOfKeeping(
  containers: readonly ObservedContainer[],
  cause: RecreateCause,
): readonly ObservedContainer[] {
  const isChanged = new Map(containers.map((container) => [container.id, cause(container) !== undefined]));
  return [...containers].sort(
    (a, b) =>
      Number(isChanged.get(a.id)) - Number(isChanged.get(b.id)) ||
      a.number - b.number ||
      b.created - a.created,
  );
}

/** The last step of the container, if it takes one. */
function planKept(
  planning: UpPlanning,
  container: ObservedContainer,
  cause: string | undefined,
  after: readonly string[],
): string | undefined {
  const { service, number, state, id } = container;
  if (cause !== undefined) {
    const step = replace(planning, container, cause, after);
    planning.noteCreated(service, number, step);
    planning.recreated.add(service);
    return step;
  }
  if (['running', 'created', 'restarting', 'exited'].includes(state)) return undefined;
  const step = planning.draft.add({
    ...partOf(container),
    id: `start ${memberName(container)}`,
    op: 'start',
    replacing: false,
    containerId: id,
    cause: `it is ${state}`,
    after,
  });
  planning.noteCreated(service, number, step);
  return step;
}

/** A container that was to take the place of another, and whose creator did not come to an end, gets its name. */
function giveName(
  planning: UpPlanning,
  kept: readonly ObservedContainer[],
  before: string | undefined,
): string | undefined {
  let last: string | undefined;
  for (const container of kept) {
    const { service, number } = container;
    const name = containerName(planning.model.name, service, planning.service(service), number);
    const isTemporary = /^[0-9a-f]{12}_/.test(container.name) && container.name.slice(13) === name;
    if (!isTemporary || planning.createSteps.get(service)?.has(number)) continue;
    last = planning.draft.add({
      ...partOf(container),
      id: `rename ${memberName(container)}`,
      op: 'rename',
      replacing: false,
      containerId: container.id,
      name,
      cause: 'an earlier replacement did not come to its end',
      after: [before],
    });
  }
  return last;
}

function scaleDown(planning: UpPlanning, container: ObservedContainer): string {
  const wanted = scaleOf(planning.service(container.service));
  const cause = wanted === 1 ? 'one container is wanted' : `${wanted} containers are wanted`;
  const { step } = planning.stop(container, cause);
  const removal = planning.remove(container, cause, [step], { volumes: true });
  planning.removed.add(container.id);
  return removal;
}

/** The new container is there before the old one goes, under a temporary name. */
function replace(
  planning: UpPlanning,
  container: ObservedContainer,
  cause: string,
  after: readonly string[],
): string {
  const { service, number, id } = container;
  const name = containerName(planning.model.name, service, planning.service(service), number);
  const stops = stopDependents(planning, service);
  const part = { ...partOf(container), replacing: true };
  const creation = planning.draft.add({
    ...part,
    id: `create ${memberName(container)}`,
    op: 'create',
    name: `${id.slice(0, 12)}_${name}`,
    inherits: planning.options.keepAnonymousVolumes === false ? undefined : id,
    detail: publishing(planning.service(service)),
    cause,
    after: [...after, ...stops],
  });
  const because = 'a new one takes its place';
  const stop = planning.stop(container, because, { after: [creation], replacing: true });
  const reconnects = planning.connectSteps.get(id) ?? [];
  const removal = planning.remove(
    container,
    because,
    [stop.step, ...(stop.earlier ? [creation] : []), ...reconnects],
    { replacing: true, volumes: planning.options.keepAnonymousVolumes === false },
  );
  return planning.draft.add({
    ...part,
    id: `rename ${memberName(container)}`,
    op: 'rename',
    containerId: undefined,
    name,
    cause: 'the name is free now',
    after: [removal],
  });
}

/** Services that ask for it are stopped while one that they depend on is replaced. */
function stopDependents(planning: UpPlanning, name: string): readonly string[] {
  const { services } = planning.model;
  const dependents = Object.keys(services)
    .sort()
    .filter((other) => services[other]?.depends_on?.[name]?.restart);
  return dependents.flatMap((other) =>
    planning.containersOf(other).flatMap((container) => {
      const { step, earlier } = planning.stop(container, `${name}, which it depends on, is replaced`);
      return earlier ? [] : [step];
    }),
  );
}

/** What a new container of the service needs to be there. */
function prerequisites(planning: UpPlanning, name: string): readonly string[] {
  const service = planning.service(name);
  const steps = [
    planning.imageSteps.get(name),
    ...Object.keys(service.networks ?? {})
      .sort()
      .map((key) => planning.networkSteps.get(key)),
    ...namedVolumes(service).map((key) => planning.volumeSteps.get(key)),
    ...Object.keys(service.depends_on ?? {})
      .sort()
      .map((other) => planning.serviceSteps.get(other)),
  ];
  return steps.filter((step) => step !== undefined);
}
