import type { CdiDevice, Device } from '../syntax/device.ts';
import type { ExtraHost } from '../syntax/extra-host.ts';
import type { Mount } from '../syntax/mount.ts';
import type { PortMapping } from '../syntax/published-port.ts';
import type { RestartPolicy } from '../syntax/restart-policy.ts';
import type { Ulimit } from '../syntax/ulimit.ts';
import type { CreateOptions } from './create-options.ts';
import type { DependencyCondition } from './depends-on.ts';
import type { Env } from './env.ts';
import type { FileToCopy } from './files.ts';
import type { GpuRequest } from './gpus.ts';
import type { Healthcheck } from './healthcheck.ts';
import type { Lifetime } from './lifetime.ts';
import type { Limits } from './limits.ts';
import type { LogDriver } from './log-driver.ts';
import type { NetworkAttachment } from './networks.ts';
import type { OnConflict } from './on-conflict.ts';
import type { PullPolicy } from './pull.ts';
import type { ReadyCondition } from './ready-condition.ts';
import type { Strictness } from './strict.ts';

/**
 * An inert, readonly, normalised description of a container: plain data, but for predicates inside `readyWhen`.
 *
 * A field that is absent is left to the engine. Its values are valid: the builder has checked them.
 */
export interface ContainerSpec {
  /** As it was written: `'redis:7.4'`, `'registry:5000/team/app@sha256:…'`, or an image id. */
  readonly image: string;
  readonly name?: string;
  /** `null` removes a variable of the image. */
  readonly env?: Env;
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
  readonly devices?: readonly (Device | CdiDevice)[];
  readonly gpus?: readonly GpuRequest[];
  readonly capAdd?: readonly string[];
  readonly capDrop?: readonly string[];
  readonly securityOpt?: readonly string[];
  /** All capabilities and devices of the host. */
  readonly privileged?: boolean;
  /** `'host'` or `'container:<name>'` */
  readonly pidMode?: string;
  /** `'host'`, `'private'`, `'shareable'`, `'none'` or `'container:<name>'` */
  readonly ipcMode?: string;
  /** Names or numbers. */
  readonly groupAdd?: readonly string[];
  readonly readOnlyRootfs?: boolean;
  /** Mount options by path, `''` for the engine's own. */
  readonly tmpfs?: Readonly<Record<string, string>>;
  /** What `binds`, `volumes` and `mounts` gave, in their order. */
  readonly mounts?: readonly Mount[];
  /** Containers whose volumes this one gets as well: `'data'`, `'data:ro'`. */
  readonly volumesFrom?: readonly string[];
  readonly ports?: readonly PortMapping[];
  readonly runtime?: string;
  readonly restartPolicy?: RestartPolicy;
  readonly extraHosts?: readonly ExtraHost[];
  readonly init?: boolean;
  /** With its prefix: `'SIGTERM'`, or a number as text. */
  readonly stopSignal?: string;
  /** Whole seconds; −1 waits without end. */
  readonly stopTimeoutSeconds?: number;
  readonly dns?: readonly string[];
  readonly dnsSearch?: readonly string[];
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
