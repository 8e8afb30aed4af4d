/** A namespace of the host that a container can share. */
export type HostNamespace = 'network' | 'pid' | 'ipc' | 'uts' | 'user' | 'cgroup';

/**
 * What containers may be given: whatever is not allowed here is refused, unknown fields of the create body included. `*`
 * in a name stands for anything.
 *
 * `{}` allows a container that reaches nothing but the default network: an image, a command, variables, labels, limits,
 * anonymous volumes, memory.
 */
export interface Policy {
  /**
   * Directories and files of the host that may be bound, with everything inside of them: `'./data'`, or `'./conf:ro'` to
   * be read only. Relative ones begin at the working directory. If this process runs in a container, a path that it has
   * means what is mounted there. @default none
   */
  readonly binds?: readonly string[] | undefined;
  /** Named volumes: all, or these, by their names in the engine. @default none */
  readonly volumes?: boolean | readonly string[] | undefined;
  /** Networks beside the default one: all, or these, by their names in the engine. @default none */
  readonly networks?: boolean | readonly string[] | undefined;
  /** Where ports may be published. @default 'none' */
  readonly ports?: 'none' | 'loopback' | 'any' | undefined;
  /** Images by name: `'registry.example.com/*'`. @default all */
  readonly images?: readonly string[] | undefined;
  /** All of the host: capabilities, devices, profiles. @default false */
  readonly privileged?: boolean | undefined;
  /** Capabilities beyond the engine's default ones: `'NET_ADMIN'`. @default none */
  readonly capabilities?: readonly string[] | undefined;
  /** @default none */
  readonly hostNamespaces?: readonly HostNamespace[] | undefined;
  /** Namespaces and volumes of other containers: `container:<name>`, `volumesFrom`. @default false */
  readonly otherContainers?: boolean | undefined;
  /** Devices of the host, by path: `'/dev/fuse'`. @default none */
  readonly devices?: readonly string[] | undefined;
  /** Devices that a driver picks. @default false */
  readonly gpus?: boolean | undefined;
  /** The socket of an engine, and directories above it, which give the host. @default false */
  readonly engineSocket?: boolean | undefined;
  /** Security options, word for word, beside `no-new-privileges`. @default none */
  readonly securityOpt?: readonly string[] | undefined;
  /** @default the engine's default one */
  readonly runtimes?: readonly string[] | undefined;
  /** Kernel parameters by name. @default none */
  readonly sysctls?: readonly string[] | undefined;
  /** @default json-file, local, journald and none */
  readonly logDrivers?: readonly string[] | undefined;
  /** Drivers of volumes beside `local`. @default none */
  readonly volumeDrivers?: readonly string[] | undefined;
  /** Further fields of the create body, by path: `'HostConfig.OomScoreAdj'`. @default none */
  readonly fields?: readonly string[] | undefined;
}

/**
 * For a project's own file, which is not code but is yours: it may bind inside of `directory`, use any named volume and
 * network, and publish ports as it says; it gets no privileges, no namespace or device of the host, and no engine.
 */
export function projectPolicy(directory: string): Policy {
  return { binds: [directory], volumes: true, networks: true, ports: 'any' };
}
