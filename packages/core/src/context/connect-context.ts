import { BlueprintEnvironment, CONFIGURATION, type Configuration, reportUnread } from '../config/index.ts';
import type { Constructor } from '../di/index.ts';
import { checkOptions, type OptionReaders, readWord } from '../input/index.ts';
import {
  currentSession,
  endWithSupervisor,
  findSupervisor,
  printSession,
  supervisedNonce,
  viewpointOf,
} from '../ownership/index.ts';
import { abortable, allErrors, Scope, startDeadline } from '../scope/index.ts';
import type { AuthoredContext } from './authored-context.ts';
import { callHook } from './call-hook.ts';
import { prepareCleanup } from './clean-up.ts';
import type { ConnectOptions } from './connect-options.ts';
import { usesOf } from './container-use.ts';
import { construct, openClient, prepareInjector, showImageProgress } from './context-injector.ts';
import { beginLife, type Connection } from './context-life.ts';
import { ContextParts, partGround } from './context-part.ts';
import { keepDeclared } from './keep-declared.ts';
import { LiveContexts } from './live-contexts.ts';
import { defineContainers, reserveProperties } from './managed-containers.ts';
import { removeOwned } from './remove-owned.ts';

/** Even if containers are to be killed at once, a hook gets some time. */
const LEAST_SHUTDOWN_MS = 1_000;

const OPTIONS: OptionReaders<ConnectOptions> = { cleanup: readWord(['watcher', 'sweep', 'none']) };

/**
 * Makes and connects a context of `type`; equivalent to `type.connect(options)`. What was begun is undone when a step
 * fails.
 *
 * @default timeoutMs 300_000, for everything until it is ready
 * @throws DocktopusError of the step that failed, or an `AggregateError` when undoing failed as well.
 */
export async function connectContext<T extends AuthoredContext>(
  type: Constructor<T>,
  options: ConnectOptions = {},
): Promise<T> {
  checkOptions(options, OPTIONS, 'context.connect', type.name, 'context.invalid');
  using deadline = startDeadline(options, 300_000, 'context.connect', type.name);
  const scope = new Scope(type.name);
  const begun = { close: () => scope.close() };
  try {
    return await open(type, options, scope, begun, deadline.signal);
  } catch (error) {
    throw await undone(begun, type.name, error);
  }
}

async function open<T extends AuthoredContext>(
  type: Constructor<T>,
  options: ConnectOptions,
  scope: Scope,
  begun: { close(): Promise<void> },
  signal: AbortSignal,
): Promise<T> {
  const injector = await abortable(prepareInjector(options), signal);
  const contexts = LiveContexts.of(injector);
  contexts.announce(type);
  const context = construct(injector, type);
  injector.provide<AuthoredContext>(type, { useValue: context });
  reserveProperties(context);
  ContextParts.reserve(context);

  const configuration = injector.resolve<Configuration>(CONFIGURATION);
  const environment = configuration.read(BlueprintEnvironment);
  reportUnread(configuration, environment.strict);
  const docker = await openClient(injector, options, environment, scope, signal);
  scope.use(showImageProgress(docker, environment));
  const supervisor = findSupervisor();
  if (supervisor !== undefined) endWithSupervisor();
  const session = supervisor?.session ?? currentSession();
  // The supervisor has a watcher for the session that it owns.
  const wanted = supervisor === undefined ? options.cleanup : (options.cleanup ?? 'sweep');
  const crash = await prepareCleanup({ docker, session, environment, wanted, signal });
  let clean = false;
  scope.use(() => crash.close(clean));
  const connection: Connection = {
    name: type.name,
    identity: {
      blueprint: environment.name,
      session: printSession(session),
      nonce: supervisor ? supervisedNonce(supervisor, type.name) : crypto.randomUUID().slice(0, 8),
      supervised: supervisor !== undefined,
    },
    environment,
    injector,
    docker,
    here: viewpointOf(session, docker.endpoint),
    cleanup: crash.cleanup,
    swept: crash.swept,
    scope,
  };
  const life = beginLife(context, connection, usesOf);
  begun.close = () => life.close();
  contexts.add(context);
  scope.use(() => contexts.remove(context));
  // What belongs to the supervisor stays for the next run.
  if (supervisor === undefined) {
    scope.use(async () => {
      clean = await removeOwned(life, life.closing);
    });
  }
  scope.use(() => life.group.close());

  const parts = new ContextParts();
  scope.use(() => parts.close(life.closing.signal));

  if (supervisor !== undefined && !environment.dryRun) await keepDeclared(life, type, signal);
  await callHook(type, 'onInit', () => context.onInit(), signal);
  scope.use(async () => {
    const timeoutMs = Math.max(LEAST_SHUTDOWN_MS, environment.shutdownGraceMs);
    const { signal: closing } = life.closing;
    using shutdown = startDeadline({ timeoutMs, signal: closing }, timeoutMs, `${type.name}.onShutdown`);
    await callHook(type, 'onShutdown', () => context.onShutdown(), shutdown.signal);
  });
  defineContainers(context, life, options.overrides?.containers);
  await parts.define(context, partGround(life.connection));
  const plan = await life.group.plan({ signal });
  life.plan = plan;
  if (environment.dryRun) {
    life.plan = [...plan, ...(await parts.plan(signal))];
    return context;
  }
  await life.group.start({ plan, signal });
  life.plan = [...plan, ...(await parts.start(signal))];
  await callHook(type, 'onReady', () => context.onReady(), signal);
  return context;
}

/** Undoes what was begun; the failure that made it necessary comes first, then those of the undoing. */
async function undone(begun: { close(): Promise<void> }, name: string, error: unknown): Promise<unknown> {
  try {
    await begun.close();
    return error;
  } catch (undoing) {
    const all = [error, undoing].flatMap((each) => (each instanceof AggregateError ? each.errors : [each]));
    return allErrors(`${name} failed to start, and not all of it could be undone`, all);
  }
}
