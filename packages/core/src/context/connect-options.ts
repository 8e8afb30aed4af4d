import type { LoadConfigOptions } from '../config/index.ts';
import type { Container, ContainerBuilder } from '../container/index.ts';
import type { InjectionToken, Injector, Provider } from '../di/index.ts';
import { type Docker, type EngineTransport, type Policy, readPolicy } from '../engine/index.ts';
import type { DocktopusError } from '../errors/index.ts';
import {
  CALL_OPTIONS,
  type OptionReaders,
  type Reader,
  readAnyText,
  readFields,
  readFunction,
  readHaving,
  readList,
  readThing,
  readWord,
} from '../input/index.ts';
import { isRecord } from '../json/index.ts';
import type { CallOptions } from '../scope/index.ts';

/**
 * What removes a session's containers and networks when its process dies without clean-up. `watcher`: a small process,
 * within seconds, and the next start as well. `sweep`: the next start of the blueprint. `none`: nothing.
 */
export type Cleanup = 'watcher' | 'sweep' | 'none';

/** How {@link DockerContext.connect} connects. */
export interface ConnectOptions extends CallOptions {
  /** Makes the context, and resolves it afterwards. @default a new one */
  readonly injector?: Injector | undefined;
  /** A client to share; it stays open when the context closes. @default a client of the context */
  readonly docker?: Docker | undefined;
  /** Where the engine is, as in `DOCKER_HOST`. @default the setting `dockerEndpoint`, else as the Docker CLI finds it */
  readonly endpoint?: string | undefined;
  /** What carries the requests, instead of a connection to `endpoint`. */
  readonly transport?: EngineTransport | undefined;
  /** What containers and volumes of the context may be given, however they are asked for. @default anything */
  readonly policy?: Policy | undefined;
  /** Settings given in code; they win over every other source. */
  readonly config?: Readonly<Record<string, unknown>> | undefined;
  /** Further sources of settings. @default as `loadConfig` */
  readonly configSources?: Omit<LoadConfigOptions, 'values'> | undefined;
  /** @default 'watcher', or 'sweep' for an engine that a watcher cannot reach: over ssh, or in memory */
  readonly cleanup?: Cleanup | undefined;
  /**
   * Whether one instance of the blueprint runs at a time, on this engine. `true`: a second one is refused with
   * `context.in-use`. `'standby'`: it waits until no other one runs, before `onInit()`, for as long as that takes.
   *
   * @default false
   */
  readonly single?: boolean | 'standby' | undefined;
  /** Called when a standby begins to wait, with the error that `single: true` would throw. */
  readonly onStandby?: ((reason: DocktopusError<'context.in-use'>) => void) | undefined;
  /**
   * Called once the settings are read and the engine answers, before `onInit()` and before anything is created: whatever
   * else the blueprint cannot do without is looked at here. A failure is the failure of the start. Not called in a dry run.
   */
  readonly beforeStart?: ((signal: AbortSignal) => Promise<void>) | undefined;
  /** For tests: overrides of what the blueprint declares. */
  readonly overrides?: ContextOverrides | undefined;
}

/** What a test or a program changes about the containers that a context declares. */
export interface ContextOverrides {
  /** By name: another builder made from the declared one, or an existing container, which the context leaves alone. */
  readonly containers?: Readonly<Record<string, ContainerOverride>> | undefined;
  /** Settings that win over {@link ConnectOptions.config}. */
  readonly config?: Readonly<Record<string, unknown>> | undefined;
  /** What tokens stand for. */
  readonly providers?: readonly (readonly [token: InjectionToken, provider: Provider])[] | undefined;
}

/** What is changed about one declared container. */
export type ContainerOverride = (
  declared: ContainerBuilder<Container>,
) => ContainerBuilder<Container> | Container;

/** Entries that are copied: those of a class may be getters, which a copy would not have. */
const readSettings: Reader<Readonly<Record<string, unknown>>> = (value, problems) =>
  isRecord(value) ? value : problems.refuse(value, 'an object');

const readProvider: Reader<readonly unknown[]> = (value, problems) =>
  Array.isArray(value) && value.length === 2 && isRecord(value[1])
    ? value
    : problems.refuse(value, 'a list of a token and its provider, such as [Clock, { useValue: clock }]');

/** Reads {@link ConnectOptions}. */
export const CONNECT_OPTIONS: OptionReaders<ConnectOptions> = {
  ...CALL_OPTIONS,
  injector: readHaving('an Injector', 'has', 'provide', 'resolve'),
  docker: readThing('the client that connectDocker() returns', (value) => 'engine' in value),
  endpoint: readAnyText,
  transport: readHaving('a transport, such as a FakeEngine', 'request', 'close'),
  policy: readPolicy,
  config: readSettings,
  configSources: readSettings,
  onStandby: readFunction,
  beforeStart: readFunction,
  overrides: readFields<ContextOverrides>({
    containers: readSettings as Reader<NonNullable<ContextOverrides['containers']>>,
    config: readSettings as Reader<NonNullable<ContextOverrides['config']>>,
    providers: readList(readProvider) as Reader<NonNullable<ContextOverrides['providers']>>,
  }),
  cleanup: readWord(['watcher', 'sweep', 'none']),
  single: (value, problems) =>
    typeof value === 'boolean' || value === 'standby'
      ? value
      : problems.refuse(value, "true, false or 'standby'"),
};
