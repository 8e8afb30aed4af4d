import type { LoadConfigOptions } from '../config/index.ts';
import type { Container, ContainerBuilder } from '../container/index.ts';
import type { InjectionToken, Injector, Provider } from '../di/index.ts';
import type { Docker, EngineTransport } from '../engine/index.ts';
import type { CallOptions } from '../scope/index.ts';

/**
 * What removes a session's things when its process dies without clean-up. `watcher`: a small process, within
 * seconds, and the next start as well. `sweep`: the next start of the blueprint. `none`: nobody.
 */
export type Cleanup = 'watcher' | 'sweep' | 'none';

/** How {@link DockerContext.connect} connects. */
export interface ConnectOptions extends CallOptions {
  /** Makes the context, and knows it afterwards. @default a new one */
  readonly injector?: Injector | undefined;
  /** A client to share: it stays open when the context closes. @default one for this context */
  readonly docker?: Docker | undefined;
  /** Where the engine is, as in `DOCKER_HOST`. @default the setting `dockerEndpoint`, else as the Docker CLI finds it */
  readonly endpoint?: string | undefined;
  /** What carries the requests, instead of a connection to `endpoint`. */
  readonly transport?: EngineTransport | undefined;
  /** Settings given in code: they win over every other source. */
  readonly config?: Readonly<Record<string, unknown>> | undefined;
  /** Where settings are looked for otherwise. @default as `loadConfig` */
  readonly configSources?: Omit<LoadConfigOptions, 'values'> | undefined;
  /** @default 'watcher', or 'sweep' for an engine that a watcher cannot reach: over ssh, or in memory */
  readonly cleanup?: Cleanup | undefined;
  /** For tests: what is to be otherwise than the author wrote it. */
  readonly overrides?: ContextOverrides | undefined;
}

export interface ContextOverrides {
  /** By name: another builder made from the declared one, or a container that is there already and stays. */
  readonly containers?: Readonly<Record<string, ContainerOverride>> | undefined;
  /** Settings that win over {@link ConnectOptions.config}. */
  readonly config?: Readonly<Record<string, unknown>> | undefined;
  /** What tokens stand for. */
  readonly providers?: readonly (readonly [token: InjectionToken, provider: Provider])[] | undefined;
}

export type ContainerOverride = (
  declared: ContainerBuilder<Container>,
) => ContainerBuilder<Container> | Container;
