import type { ComposeModel, Service } from '../schema/index.ts';

/** How many containers a service has. */
export function scaleOf({ scale, deploy }: Service): number {
  return scale ?? deploy?.replicas ?? 1;
}

/** The engine's name of one container of a service. */
export function containerName(project: string, name: string, service: Service, number: number): string {
  return service.container_name ?? `${project}-${name}-${number}`;
}

/** Services in an order in which each comes after those that it depends on, by name else. */
export function inDependencyOrder({ services }: ComposeModel): readonly string[] {
  const names = Object.keys(services).sort();
  const visited = new Set<string>();
  const isNext = (name: string): boolean =>
    !visited.has(name) &&
    Object.keys(services[name]?.depends_on ?? {}).every(
      (other) => visited.has(other) || !Object.hasOwn(services, other),
    );
  for (let next = names.find(isNext); next !== undefined; next = names.find(isNext)) visited.add(next);
  return [...visited];
}

/** The services whose network, IPC or PID namespace or whose volumes a service shares. */
export function sharedServices(service: Service): readonly string[] {
  const modes = [service.network_mode, service.ipc, service.pid].flatMap((mode) =>
    mode?.startsWith('service:') ? [mode.slice('service:'.length)] : [],
  );
  return [...modes, ...volumeSources(service)];
}

/** The services whose volumes a service mounts as well. */
export function volumeSources({ volumes_from: from = [] }: Service): readonly string[] {
  return from.filter((source) => !source.startsWith('container:')).map((source) => source.split(':')[0]!);
}

/** The project's keys of the named volumes of a service. */
export function namedVolumes({ volumes = [] }: Service): readonly string[] {
  return volumes.flatMap(({ type, source }) => (type === 'volume' && source ? [source] : []));
}

/**
 * A service as its containers are made: names of other services replaced by the ids of their containers.
 *
 * What has no container stays as it is.
 */
export function withContainerIds(service: Service, idOf: (service: string) => string | undefined): Service {
  const mode = (text: string | undefined) => {
    const id = text?.startsWith('service:') ? idOf(text.slice('service:'.length)) : undefined;
    return id === undefined ? text : `container:${id}`;
  };
  const source = (text: string) => {
    const [first = '', second = ''] = text.split(':');
    return first === 'container' ? second : (idOf(first) ?? text);
  };
  const { network_mode, ipc, pid, volumes_from } = service;
  return {
    ...service,
    ...(network_mode !== undefined && { network_mode: mode(network_mode)! }),
    ...(ipc !== undefined && { ipc: mode(ipc)! }),
    ...(pid !== undefined && { pid: mode(pid)! }),
    ...(volumes_from !== undefined && { volumes_from: volumes_from.map(source) }),
  };
}
