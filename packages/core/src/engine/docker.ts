import type Dockerode from 'dockerode';
import type { CallOptions, Closeable } from '../scope/index.ts';
import type { Engine } from './engine.ts';
import type { Images } from './images/images.ts';
import type { EngineVersion } from './model/engine-version.ts';
import type { Networks } from './networks/networks.ts';
import type { SendRequest } from './request/send-request.ts';
import type { Vantage } from './vantage/vantage.ts';
import type { Volumes } from './volumes.ts';

/** dockerode's class, typed by `@types/dockerode`: the type of {@link Docker.dockerode}. */
export type { Dockerode };

/**
 * The shared client: one per endpoint, made by {@link connectDocker}.
 *
 * Closing it ends what belongs to it (event streams, idle connections); containers are not touched. A connection
 * that others share stays open until they are closed, too.
 */
export interface Docker extends AsyncDisposable {
  /** As in `DOCKER_HOST`, never with credentials. */
  readonly endpoint: string;
  readonly version: EngineVersion;
  /** The typed calls about containers. */
  readonly engine: Engine;
  readonly images: Images;
  readonly networks: Networks;
  readonly volumes: Volumes;
  /**
   * Sends one request of the engine's API and resolves with its answer, for what is not covered here: in the API
   * version that was agreed on, with a deadline, a signal, and failures as {@link DocktopusError}.
   */
  readonly request: SendRequest;
  /**
   * The dockerode instance over the same connection, for code that is written for it. The package `dockerode` is loaded
   * when this is first read.
   *
   * @throws DocktopusError `engine.unsupported` when `dockerode` is not installed, such as beside a bundled application.
   */
  readonly dockerode: Dockerode;
  /** Where this process stands towards the engine, found out once: on its host, in one of its containers, or elsewhere. */
  vantage(options?: CallOptions): Promise<Vantage>;
  /** How many clients share this connection, this one included; see {@link DockerClients}. */
  readonly sharedBy: number;
  readonly closed: boolean;
  /** Makes `thing` close with the connection: with this client when it is not shared, else with the last one. */
  use<T extends Closeable>(thing: T): T;
  close(): Promise<void>;
}
