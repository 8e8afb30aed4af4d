import { randomBytes } from 'node:crypto';
import { BlueprintEnvironment, CONFIGURATION, type Configuration, reportUnread } from '../config/index.ts';
import type { Constructor } from '../di/index.ts';
import { currentSession, printSession, viewpointOf } from '../ownership/index.ts';
import { allErrors, Scope, startDeadline } from '../scope/index.ts';
import { callHook } from './call-hook.ts';
import { prepareCleanup } from './clean-up.ts';
import type { ConnectOptions } from './connect-options.ts';
import { construct, openClient, prepareInjector } from './context-injector.ts';
import { beginLife } from './context-life.ts';
import type { DockerContext } from './docker-context.ts';
import { LiveContexts } from './live-contexts.ts';
import { defineContainers, planContainers, reserveProperties } from './managed-containers.ts';
import { removeThings } from './remove-things.ts';
import { showContextProgress } from './show-context-progress.ts';
import { startManaged } from './start-managed.ts';

/** Even when containers are to be killed at once, a hook gets the time to say goodbye. */
const LEAST_SHUTDOWN_MS = 1_000;

/** Makes a context of `type` and brings it to life, or undoes what was begun: {@link DockerContext.connect}. */
export async function connectContext<T extends DockerContext>(
  type: Constructor<T>,
  options: ConnectOptions = {},
): Promise<T> {
  using deadline = startDeadline(options, 300_000, 'context.connect', type.name);
  const scope = new Scope(type.name);
  try {
    return await open(type, options, scope, deadline.signal);
  } catch (error) {
    throw await undone(scope, type.name, error);
  }
}

async function open<T extends DockerContext>(
  type: Constructor<T>,
  options: ConnectOptions,
  scope: Scope,
  signal: AbortSignal,
): Promise<T> {
  const injector = await prepareInjector(options);
  const contexts = LiveContexts.of(injector);
  contexts.announce(type);
  const context = construct(injector, type);
  injector.provide<DockerContext>(type, { useValue: context });
  reserveProperties(context);

  const configuration = injector.resolve<Configuration>(CONFIGURATION);
  const environment = configuration.read(BlueprintEnvironment);
  reportUnread(configuration, environment.strict);
  const docker = await openClient(injector, options, environment.dockerEndpoint, scope, signal);
  scope.use(showContextProgress(docker, environment));
  const session = currentSession();
  const crash = await prepareCleanup({ docker, session, environment, wanted: options.cleanup, signal });
  let clean = false;
  scope.use(() => crash.close(clean));
  const life = beginLife(context, {
    identity: {
      blueprint: environment.name,
      session: printSession(session),
      nonce: randomBytes(4).toString('hex'),
    },
    environment,
    injector,
    docker,
    here: viewpointOf(session, docker.endpoint),
    cleanup: crash.cleanup,
    swept: crash.swept,
    scope,
  });
  contexts.add(context);
  scope.use(() => contexts.remove(context));
  scope.use(async () => {
    await removeThings(life);
    clean = true;
  });

  await callHook(type, 'onInit', () => context.onInit(), signal);
  scope.use(async () => {
    const timeoutMs = Math.max(LEAST_SHUTDOWN_MS, environment.shutdownGraceMs);
    using shutdown = startDeadline({ timeoutMs }, timeoutMs, `${type.name}.onShutdown`);
    await callHook(type, 'onShutdown', () => context.onShutdown(), shutdown.signal);
  });
  const desired = await defineContainers(context, life, options.overrides?.containers);
  life.plan = await planContainers(life, desired, signal);
  if (environment.dryRun) return context;
  await startManaged(life, signal);
  await callHook(type, 'onReady', () => context.onReady(), signal);
  return context;
}

/** Undoes what was begun; the failure that made it necessary comes first, then those of the undoing. */
async function undone(scope: Scope, name: string, error: unknown): Promise<unknown> {
  try {
    await scope.close();
    return error;
  } catch (undoing) {
    const all = [error, undoing].flatMap((each) => (each instanceof AggregateError ? each.errors : [each]));
    return allErrors(`${name} failed to start, and not all of it could be undone`, all);
  }
}
