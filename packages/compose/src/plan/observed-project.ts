/** What the engine has of a project, as a plan compares it with what is wanted. */
export interface ObservedProject {
  /** By service, those of disabled services among them. */
  readonly containers: Readonly<Record<string, readonly ObservedContainer[]>>;
  /** Containers whose service the project does not have. */
  readonly orphans: readonly ObservedContainer[];
  /** By the project's key; several when one was renamed and its former self is still there. */
  readonly networks: Readonly<Record<string, readonly ObservedNetwork[]>>;
  readonly volumes: Readonly<Record<string, readonly ObservedVolume[]>>;
  /** The image that a service's containers are to have. */
  readonly images: Readonly<Record<string, ObservedImage>>;
}

export interface ObservedImage {
  /** Nothing when the engine has none yet. */
  readonly id: string | undefined;
  /** What is done before it is used, and why. */
  readonly need?: { readonly op: 'pull' | 'build'; readonly cause: string } | undefined;
}

export interface ObservedContainer {
  readonly id: string;
  readonly name: string;
  readonly service: string;
  /** As the engine says it: `running`, `exited`, `created`, `paused`, … */
  readonly state: string;
  /** Whether it runs, and is healthy if it has a health check. */
  readonly ready: boolean;
  readonly configHash: string;
  readonly imageId: string;
  readonly number: number;
  /** Seconds since the epoch. */
  readonly created: number;
  readonly networkIds: readonly string[];
  /** The names of the volumes that are mounted in it. */
  readonly volumes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

export interface ObservedNetwork {
  readonly id: string;
  readonly name: string;
  /** Empty for one that Compose did not make: it is used as it is. */
  readonly configHash: string;
  /** Nothing for one that is not the project's. */
  readonly labels: Readonly<Record<string, string>> | undefined;
}

export interface ObservedVolume {
  readonly name: string;
  readonly configHash: string;
  readonly labels: Readonly<Record<string, string>> | undefined;
}

/** What of several that bear one key is meant: the one of the wanted name, else the first by name. */
export function selectByName<T extends { readonly name: string }>(
  found: readonly T[] | undefined,
  name: string,
): T | undefined {
  const sorted = [...(found ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
  return sorted.find((one) => one.name === name) ?? sorted[0];
}
