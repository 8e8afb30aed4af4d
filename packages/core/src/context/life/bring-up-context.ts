import { BlueprintEnvironment, CONFIGURATION, type Configuration, reportUnread } from '../../config/index.ts';
import type { Constructor } from '../../di/index.ts';
import { type Docker, unguardedClient } from '../../engine/index.ts';
import { invalid, isDocktopusError } from '../../errors/index.ts';
import type { GroupStep, Plan } from '../../group/index.ts';
import {
  endWithSupervisor,
  findSupervisor,
  printSession,
  SessionContainers,
  sessionOf,
  supervisedNonce,
  viewpointOf,
} from '../../ownership/index.ts';
import {
  abortable,
  type Deadline,
  Scope,
  startDeadline,
  throwAll,
  withLaterFailures,
} from '../../scope/index.ts';
import { shareStatusHub } from '../../status/index.ts';
import type { AuthoredContext } from '../authored-context.ts';
import type { ConnectOptions } from '../connect-options.ts';
import { callHook } from './call-hook.ts';
import { prepareCleanup } from './clean-up.ts';
import { usesOf } from './container-use.ts';
import { beginLife, type Connection, type ContextLife } from './context-life.ts';
import { ContextParts, partGround } from './context-parts.ts';
import { LeftContainers } from './left-containers.ts';
import { findLife, keepLife } from './life-of.ts';
import { LiveContexts } from './live-contexts.ts';
import { defineContainers, reserveProperties } from './managed-containers.ts';
import { ownedNetworks, ownedVolumes } from './owned-resources.ts';
import { construct, openClient, prepareInjector, showImageProgress } from './prepare-injector.ts';
import { removeOwned } from './remove-owned.ts';
import { SingleInstance } from './single-instance.ts';

const OPERATION = 'context.connect';
const CONNECT_MS = 300_000;

/** Even if containers are to be killed at once, a hook gets some time. */
const LEAST_SHUTDOWN_MS = 1_000;

/** What {@link connectContext} does with options that are well-formed. */
export async function bringUpContext<T extends AuthoredContext>(
  type: Constructor<T>,
  options: ConnectOptions,
): Promise<T> {
  using deadline = startDeadline(options, CONNECT_MS, OPERATION, type.name);
  const scope = new Scope(type.name);
  const begun = { close: () => scope.close() };
  try {
    const { context, life } = await begin(type, options, scope, deadline.signal);
    begun.close = () => (deadline.signal.aborted ? life.undo() : life.close());
    using afterStandby = await takeTurn(life, options, deadline);
    await bringUp(type, context, life, options, (afterStandby ?? deadline).signal);
    return context;
  } catch (error) {
    throw await undone(begun, error);
  }
}

/** Makes the context, reads the settings and connects the engine; what dead sessions have left is swept. */
async function begin<T extends AuthoredContext>(
  type: Constructor<T>,
  options: ConnectOptions,
  scope: Scope,
  signal: AbortSignal,
): Promise<{ readonly context: T; readonly life: ContextLife }> {
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
  const session = supervisor?.session ?? (await sessionOf(docker, { signal }));
  const containers = new SessionContainers(docker);
  // The supervisor has a watcher for the session that it owns.
  const wanted = supervisor === undefined ? options.cleanup : (options.cleanup ?? 'sweep');
  const crash = await prepareCleanup({ docker, session, containers, environment, wanted, signal });
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
    marks: marksClient(docker, scope),
    here: viewpointOf(session, docker.endpoint, containers),
    cleanup: crash.cleanup,
    swept: crash.swept,
    scope,
  };
  const life = beginLife(connection, { uses: usesOf, networks: ownedNetworks, volumes: ownedVolumes });
  keepLife(context, life);
  contexts.add(context);
  scope.use(() => contexts.remove(context));
  // What belongs to the supervisor stays for the next run.
  if (supervisor === undefined) {
    scope.use(async () => {
      clean = await removeOwned(life, life.closing);
    });
  }
  scope.use(() => life.group.close());
  return { context, life };
}

function marksClient(docker: Docker, scope: Scope): Docker {
  const unguarded = unguardedClient(docker);
  if (unguarded === undefined) return docker;
  shareStatusHub(unguarded, docker);
  return scope.use(unguarded);
}

/** @returns the deadline of what comes after a standby has waited: the wait itself has none. */
async function takeTurn(
  { connection }: ContextLife,
  { single = false, onStandby, ...options }: ConnectOptions,
  deadline: Deadline,
): Promise<Deadline | undefined> {
  if (!single || connection.environment.dryRun) return undefined;
  const contexts = LiveContexts.of(connection.injector);
  const isOfInstance = (nonce: string) =>
    [...contexts.live].some((context) => findLife(context)?.connection.identity.nonce === nonce);
  const instance = await SingleInstance.of(connection, isOfInstance, deadline.signal);
  try {
    await instance.take(deadline.signal);
    return undefined;
  } catch (error) {
    if (single !== 'standby' || !isDocktopusError(error, 'context.in-use')) throw error;
    onStandby?.(error);
  }
  using waiting = startDeadline({ signal: options.signal, timeoutMs: 0 }, 0, OPERATION, connection.name);
  await instance.wait(waiting.signal);
  return startDeadline(options, CONNECT_MS, OPERATION, connection.name);
}

/** Runs the hooks, and brings the containers and the other parts up. */
async function bringUp<T extends AuthoredContext>(
  type: Constructor<T>,
  context: T,
  life: ContextLife,
  { overrides, beforeStart }: ConnectOptions,
  signal: AbortSignal,
): Promise<void> {
  const { scope, environment, identity } = life.connection;
  const parts = new ContextParts();
  scope.use(() => parts.close(life.closing.signal));

  if (beforeStart !== undefined && !environment.dryRun) await abortable(beforeStart(signal), signal);
  const left = identity.supervised && !environment.dryRun ? await LeftContainers.of(life, signal) : undefined;
  await left?.removeUndeclared(type, signal);
  life.madeInInit = [];
  await callHook(type, 'onInit', () => context.onInit(), signal);
  await left?.removeUndeclared(type, signal, context, life.madeInInit);
  life.madeInInit = undefined;
  scope.use(async () => {
    const timeoutMs = Math.max(LEAST_SHUTDOWN_MS, environment.shutdownGraceMs);
    const { signal: closing } = life.closing;
    using shutdown = startDeadline({ timeoutMs, signal: closing }, timeoutMs, `${type.name}.onShutdown`);
    await callHook(type, 'onShutdown', () => context.onShutdown(), shutdown.signal);
  });
  defineContainers(context, life, overrides?.containers);
  await parts.define(context, partGround(life.connection));
  const plan = await life.group.plan({ signal });
  await refuseCreations(life, plan, parts, signal);
  life.plan = plan;
  if (environment.dryRun) {
    life.plan = [...plan, ...(await parts.plan(signal))];
    return;
  }
  await life.group.start({ plan, signal });
  life.plan = [...plan, ...(await parts.start(signal))];
  await callHook(type, 'onReady', () => context.onReady(), signal);
}

/**
 * Holds all that a start would make against the policy, and against what the engine's host has, before anything is made.
 *
 * @throws DocktopusError `policy.refused`, `spec.invalid` with the problems of all containers; an `AggregateError` of both.
 */
async function refuseCreations(
  { group, connection: { name } }: ContextLife,
  plan: Plan<GroupStep>,
  parts: ContextParts,
  signal: AbortSignal,
): Promise<void> {
  const [own, ofParts] = await Promise.all([group.issuesOf(plan, signal), parts.policyIssues(signal)]);
  const policy = [...own.policy, ...ofParts];
  const refusals = [
    ...(policy.length > 0 ? [invalid('policy.refused', 'context.plan', policy, name)] : []),
    ...(own.spec.length > 0 ? [invalid('spec.invalid', 'context.plan', own.spec, name)] : []),
  ];
  throwAll(refusals, `${name} cannot start: ${policy.length + own.spec.length} problems`);
}

/** Undoes what was begun. @returns the failure that made it necessary, with those of the undoing among its causes. */
async function undone(begun: { close(): Promise<void> }, error: unknown): Promise<unknown> {
  try {
    await begun.close();
    return error;
  } catch (undoing) {
    return withLaterFailures(error, [undoing], 'not all of the start could be undone');
  }
}
