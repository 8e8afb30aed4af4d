import type { FakeProgram } from '../process/fake-program.ts';

/** What an image of the fake engine does and says. */
export interface FakeImageScript {
  /** Stands for every command line that a container of this image starts with and that is not in `commands`. */
  readonly run?: FakeProgram | undefined;
  /** Programs by the name of their command, for `exec`, health checks, and the container's own command. */
  readonly commands?: Readonly<Record<string, FakeProgram>> | undefined;
  /** Whether the small shell and its commands are there as well. @default true */
  readonly shell?: boolean | undefined;
  /** `false` leaves it to be pulled. @default true */
  readonly local?: boolean | undefined;
  readonly env?: readonly string[] | undefined;
  readonly cmd?: readonly string[] | undefined;
  readonly entrypoint?: readonly string[] | undefined;
  readonly workdir?: string | undefined;
  readonly user?: string | undefined;
  readonly stopSignal?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** `['6379/tcp']` */
  readonly exposedPorts?: readonly string[] | undefined;
  readonly volumes?: readonly string[] | undefined;
  /** In nanoseconds, as the engine has them. */
  readonly healthcheck?: { readonly Test: readonly string[]; readonly [field: string]: unknown } | undefined;
  /** Text files by their absolute path. */
  readonly files?: Readonly<Record<string, string>> | undefined;
}

/** An image that the fake engine has. */
export interface FakeImage {
  readonly id: string;
  readonly created: number;
  readonly tags: readonly string[];
  readonly script: FakeImageScript;
}

/** The part of an image's configuration that a container inherits, in the engine's words. */
export function imageConfig({ script, tags }: FakeImage) {
  const set = (list: readonly string[] | undefined) =>
    list === undefined || list.length === 0 ? null : Object.fromEntries(list.map((entry) => [entry, {}]));
  return {
    Env: script.env ?? ['PATH=/bin:/sbin:/usr/bin:/usr/sbin'],
    Cmd: script.cmd ?? (script.entrypoint === undefined ? [script.run ? serviceName(tags[0]) : 'sh'] : null),
    Entrypoint: script.entrypoint ?? null,
    WorkingDir: script.workdir ?? '',
    User: script.user ?? '',
    StopSignal: script.stopSignal,
    Labels: script.labels ?? null,
    ExposedPorts: set(script.exposedPorts),
    Volumes: set(script.volumes),
    Healthcheck: script.healthcheck,
  };
}

/** What a scripted image runs by default: a command named like its repository. */
function serviceName(tag = 'service'): string {
  return tag.split('/').at(-1)?.split(':')[0] ?? tag;
}
