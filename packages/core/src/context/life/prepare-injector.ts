import { type BlueprintEnvironment, CONFIGURATION, loadConfig } from '../../config/index.ts';
import { type Constructor, type InjectionToken, Injector } from '../../di/index.ts';
import {
  connectDocker,
  type Docker,
  DockerClients,
  guardedClient,
  readOnlyClient,
} from '../../engine/index.ts';
import { showProgress } from '../../progress/index.ts';
import type { Scope } from '../../scope/index.ts';
import type { ConnectOptions } from '../connect-options.ts';
import { DOCKER, DOCKERODE } from '../docker-tokens.ts';

const CLIENTS: InjectionToken<DockerClients> = Symbol('docktopus.clients');

/** The injector that makes the context, with its settings read and the given client and overrides in place. */
export async function prepareInjector({
  injector = Injector.create(),
  overrides,
  ...options
}: ConnectOptions): Promise<Injector> {
  if (!injector.has(CONFIGURATION) || options.config !== undefined || overrides?.config !== undefined) {
    const values = { ...options.config, ...overrides?.config };
    const configuration = await loadConfig({ ...options.configSources, values });
    injector.provide(CONFIGURATION, { useValue: configuration });
  }
  if (options.docker !== undefined) provideClient(injector, options.docker);
  for (const [token, provider] of overrides?.providers ?? []) injector.provide(token, provider);
  return injector;
}

/** A new instance, even if the injector knows an earlier one that is closed now. */
export function construct<T>(injector: Injector, type: Constructor<T>): T {
  // A class of the same name, so that errors of the injector say it as they say others.
  const token = Object.defineProperty(class {}, 'name', { value: type.name }) as InjectionToken<T>;
  // The child is never disposed: the context's scope ends what it made.
  return injector.child().provide(token, { useClass: type }).resolve(token);
}

/**
 * The client that was given, or a new one; contexts of one injector share the connection. In a dry run, it changes
 * nothing.
 */
export async function openClient(
  injector: Injector,
  options: ConnectOptions,
  {
    dockerEndpoint,
    hostAddress,
    dryRun,
  }: Pick<BlueprintEnvironment, 'dockerEndpoint' | 'hostAddress' | 'dryRun'>,
  scope: Scope,
  signal: AbortSignal,
): Promise<Docker> {
  const opened =
    options.docker ??
    (await connectClient(injector, options, { dockerEndpoint, hostAddress }, scope, signal));
  const { policy } = options;
  const guarded = policy === undefined ? opened : scope.use(guardedClient(opened, policy));
  const docker = dryRun ? scope.use(readOnlyClient(guarded)) : guarded;
  if (docker !== options.docker) provideClient(injector, docker);
  return docker;
}

async function connectClient(
  injector: Injector,
  { endpoint, transport }: ConnectOptions,
  { dockerEndpoint, hostAddress }: Pick<BlueprintEnvironment, 'dockerEndpoint' | 'hostAddress'>,
  scope: Scope,
  signal: AbortSignal,
): Promise<Docker> {
  if (!injector.has(CLIENTS)) injector.provide(CLIENTS, { useValue: new DockerClients() });
  const clients = injector.resolve(CLIENTS);
  const where = { transport, endpoint: endpoint ?? dockerEndpoint, hostAddress };
  return scope.use(await connectDocker({ clients, ...where, signal }));
}

function provideClient(injector: Injector, docker: Docker): void {
  injector.provide(DOCKER, { useValue: docker });
  injector.provide(DOCKERODE, { useFactory: () => docker.dockerode });
}

/** Shows the progress of a context's images on stderr as the setting `progress` says, until the result is disposed. */
export function showImageProgress(
  docker: Docker,
  { progress, testMode }: Pick<BlueprintEnvironment, 'progress' | 'testMode'>,
): Disposable {
  return showProgress(docker, { format: progress === 'auto' && testMode ? 'off' : progress });
}
