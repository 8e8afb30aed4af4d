import type { Lifetime } from '../../labels/index.ts';
import type { ReadyCondition } from '../ready/ready-condition.ts';
import type { CreateOptions } from './create-options.ts';
import type { FileToCopy } from './file-to-copy.ts';
import type { GpuRequest } from './gpu-request.ts';
import type { Healthcheck } from './healthcheck.ts';
import type { Limits } from './limits.ts';
import type { Mount } from './mount.ts';
import type { NetworkAttachment } from './network-attachment.ts';
import type { PortMapping } from './port-mapping.ts';
import type { RestartPolicy } from './restart-policy.ts';

/** When an image is pulled before a container is created. */
export type PullPolicy = 'missing' | 'always' | 'never';

/** `session`: removed with the session that made it. `persistent`: found again at the next start. */
export type { Lifetime };

/** What happens when the name is taken by a container of the same blueprint. */
export type OnConflict = 'adopt' | 'replace' | 'error';

/** What happens with critical options that a spec leaves to the engine. */
export type Strictness = 'off' | 'warn' | 'error';

/**
 * What a dependency must have reached: `started` its process, `ready` its readiness condition (the default of
 * builders), `completed` an exit with code 0.
 */
export type DependencyCondition = 'started' | 'ready' | 'completed';

/**
 * An inert, readonly, normalised description of a container: plain data, but for predicates inside `readyWhen`.
 *
 * A field that is absent is left to the engine. Values are valid: whoever makes a spec has checked it.
 */
export interface ContainerSpec {
  /** As it was written: `'redis:7.4'`, `'registry:5000/team/app@sha256:…'`, or an image id. */
  readonly image: string;
  readonly name?: string;
  /** `null` removes a variable of the image. */
  readonly env?: Readonly<Record<string, string | null>>;
  readonly cmd?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly workdir?: string;
  readonly user?: string;
  readonly hostname?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** The first is given to the engine at creation, the others are connected before the start. */
  readonly networks?: readonly NetworkAttachment[];
  readonly healthcheck?: Healthcheck;
  readonly limits?: Limits;
  readonly ulimits?: readonly Ulimit[];
  readonly devices?: readonly Device[];
  readonly gpus?: readonly GpuRequest[];
  readonly capAdd?: readonly string[];
  readonly capDrop?: readonly string[];
  readonly securityOpt?: readonly string[];
  readonly readOnlyRootfs?: boolean;
  /** Mount options by path, `''` for the engine's own. */
  readonly tmpfs?: Readonly<Record<string, string>>;
  /** What `binds` and `volumes` gave, in their order. */
  readonly mounts?: readonly Mount[];
  readonly ports?: readonly PortMapping[];
  readonly runtime?: string;
  readonly restartPolicy?: RestartPolicy;
  readonly extraHosts?: readonly ExtraHost[];
  readonly init?: boolean;
  /** With its prefix: `'SIGTERM'`, or a number as text. */
  readonly stopSignal?: string;
  /** Whole seconds; −1 waits for ever. */
  readonly stopTimeoutSeconds?: number;
  readonly dns?: readonly string[];
  readonly sysctls?: Readonly<Record<string, string>>;
  readonly logDriver?: LogDriver;
  /** `os/arch[/variant]` */
  readonly platform?: string;
  /** @default 'missing' */
  readonly pull: PullPolicy;
  readonly autoRemove?: boolean;
  readonly tty?: boolean;
  readonly openStdin?: boolean;
  readonly readyWhen?: ReadyCondition;
  /** How long a start waits until it is ready, once its process runs. @default 60_000 */
  readonly readyTimeoutMs?: number;
  /** @default 'session' */
  readonly lifetime: Lifetime;
  /** Absent: `'error'` for a container on its own, `'adopt'` for one of a context. */
  readonly onConflict?: OnConflict;
  /** Containers of the same context by name, and what each must have reached before this one is started. */
  readonly dependsOn?: Readonly<Record<string, DependencyCondition>>;
  /** @default 'off' */
  readonly strict: Strictness;
  /** Copied in after creation, before every first start. */
  readonly files?: readonly FileToCopy[];
  /** Keeps a container whose start failed, to look at it. @default false */
  readonly keepOnFailure: boolean;
  /** Merged over everything above, deeply. */
  readonly createOptions?: CreateOptions;
  /** Merged last, unchecked. */
  readonly unsafe?: Readonly<Record<string, unknown>>;
}

export interface Ulimit {
  readonly name: string;
  /** −1 for unlimited. */
  readonly soft: number;
  readonly hard: number;
}

export interface Device {
  readonly hostPath: string;
  readonly containerPath: string;
  /** Some of `rwm`. */
  readonly permissions: string;
}

export interface ExtraHost {
  readonly host: string;
  /** An IP address without brackets, or `'host-gateway'`. */
  readonly address: string;
}

export interface LogDriver {
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
}
