import type Dockerode from 'dockerode';
import type { Closeable } from '../scope/index.ts';
import type { Engine } from './engine.ts';
import type { Images } from './images/images.ts';
import type { EngineVersion } from './model/engine-version.ts';
import type { Networks } from './networks/networks.ts';
import type { Volumes } from './volumes/volumes.ts';

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
  /** The dockerode instance over the same connection, for what is not covered here. */
  readonly dockerode: Dockerode;
  /** How many clients share this connection, this one included; see {@link DockerClients}. */
  readonly sharedBy: number;
  readonly closed: boolean;
  /** Makes `thing` close with the connection: with this client when it is not shared, else with the last one. */
  use<T extends Closeable>(thing: T): T;
  close(): Promise<void>;
}
