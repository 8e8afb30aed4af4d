import { isDocktopusError } from '../../errors/index.ts';
import { LONGEST_TIMER_MS } from '../../input/index.ts';
import { type CallOptions, delay } from '../../scope/index.ts';
import { findProxies } from '../endpoint/find-proxies.ts';
import { withProxies } from '../endpoint/proxy-settings.ts';
import type { Engine } from '../engine.ts';
import type { EngineVersion } from '../model/engine-version.ts';
import type { ApiRequest } from '../request/api-request.ts';
import { answeredId } from './answered-id.ts';
import { containerCall, containerPath } from './container-call.ts';
import type { EngineCalls } from './engine-calls.ts';
import { isEngineRefusal, refusalStatus, refusalText } from './refusal-text.ts';
import type { Call, RunningCall } from './running-call.ts';

const SLOW_CALL_MS = 60_000;
/** What the engine's own stop timeout is when neither the call nor the container says one. */
const USUAL_GRACE_SECONDS = 10;

interface CreateAnswer {
  readonly Id?: string;
  readonly Warnings?: readonly string[] | null;
}

type Lifecycle = Pick<
  Engine,
  | 'createContainer'
  | 'startContainer'
  | 'stopContainer'
  | 'restartContainer'
  | 'killContainer'
  | 'pauseContainer'
  | 'unpauseContainer'
  | 'renameContainer'
  | 'removeContainer'
  | 'updateContainer'
>;

/** The calls that change a container's state. States that are as wanted already are results. */
export function containerLifecycle(calls: EngineCalls, engine: EngineVersion['engine']): Lifecycle {
  return {
    async createContainer(body, { name, platform, ...options } = {}) {
      const call = { operation: 'engine.createContainer', subject: name, options, defaultMs: SLOW_CALL_MS };
      // Here and not in the spec: a container is not replaced because a proxy changes.
      const Env = withProxies(body.Env, await findProxies(calls));
      // Podman takes a missing stop timeout for none, and would kill at once.
      const { StopTimeout = engine === 'podman' ? USUAL_GRACE_SECONDS : undefined } = body;
      const { Id, Warnings } = await calls.ask<CreateAnswer>(call, {
        method: 'POST',
        path: '/containers/create',
        query: { name, platform },
        body: { ...body, Env, StopTimeout },
      });
      return { id: answeredId(Id, call), warnings: Warnings ?? [] };
    },

    async startContainer(id, options) {
      const call = containerCall('startContainer', id, options, SLOW_CALL_MS);
      return unless(304, 'already-started', async () => {
        await calls.tell(call, post(id, 'start', call));
        return 'started' as const;
      });
    },

    async stopContainer(id, { graceSeconds, ...options } = {}) {
      const call = containerCall(
        'stopContainer',
        id,
        withGrace(options, graceSeconds),
        SLOW_CALL_MS + graceMs(graceSeconds),
      );
      try {
        return await unless(304, 'already-stopped', async () => {
          await calls.run(call, (running) =>
            sendThawed(running, id, { ...post(id, 'stop', call), query: inSeconds(graceSeconds) }),
          );
          return 'stopped' as const;
        });
      } catch (error) {
        if (isEngineRefusal(error, 'container.not-found')) return 'gone';
        throw error;
      }
    },

    async restartContainer(id, { graceSeconds, ...options } = {}) {
      const call = containerCall(
        'restartContainer',
        id,
        withGrace(options, graceSeconds),
        SLOW_CALL_MS + graceMs(graceSeconds),
      );
      await calls.run(call, (running) =>
        sendThawed(running, id, { ...post(id, 'restart', call), query: inSeconds(graceSeconds) }),
      );
    },

    async killContainer(id, { unixSignal = 'SIGKILL', ...options } = {}) {
      const call = containerCall('killContainer', id, options);
      try {
        await calls.tell(call, { ...post(id, 'kill', call), query: { signal: unixSignal } });
        return 'killed';
      } catch (error) {
        if (isDocktopusError(error, 'container.not-running')) return 'not-running';
        if (isEngineRefusal(error, 'container.not-found')) return 'gone';
        throw error;
      }
    },

    async pauseContainer(id, options) {
      const call = containerCall('pauseContainer', id, options);
      await calls.tell(call, post(id, 'pause', call));
    },

    async unpauseContainer(id, options) {
      const call = containerCall('unpauseContainer', id, options);
      await calls.tell(call, post(id, 'unpause', call));
    },

    async renameContainer(id, name, options) {
      const call = containerCall('renameContainer', id, options);
      await calls.tell(call, { ...post(id, 'rename', call), query: { name } });
    },

    async removeContainer(id, { force, volumes, ...options } = {}) {
      const call = containerCall('removeContainer', id, options, SLOW_CALL_MS);
      const path = containerPath(id, '', call);
      return calls.run(call, async (running) => {
        try {
          if (force && engine === 'podman') {
            await endAtOnce(() => running.send({ ...post(id, 'stop', call), query: { t: 0 } }));
          }
          await running.send({
            method: 'DELETE',
            path,
            query: { force: force === true, v: volumes === true },
          });
          return 'removed';
        } catch (error) {
          if (refusalStatus(error) === 404) return 'gone';
          if (!/removal of container .* is already in progress/i.test(refusalText(error))) throw error;
          await untilGone(() => running.send({ path: containerPath(id, 'json', call) }), running.signal);
          return 'removed';
        }
      });
    },

    async updateContainer(id, body, options) {
      const call = containerCall('updateContainer', id, options);
      await calls.tell(call, { ...post(id, 'update', call), body });
    },
  };
}

function post(id: string, action: string, call: Call) {
  return { method: 'POST', path: containerPath(id, action, call) } as const;
}

/** `outcome` when the engine answers `act` with `status`, which says that there was nothing to do. */
async function unless<A, B>(status: number, outcome: A, act: () => Promise<B>): Promise<A | B> {
  try {
    return await act();
  } catch (error) {
    if (refusalStatus(error) === status) return outcome;
    throw error;
  }
}

/** Podman gives a process that is removed by force its stop timeout, whatever the query says. */
async function endAtOnce(stop: () => Promise<unknown>): Promise<void> {
  try {
    await stop();
  } catch (error) {
    // Not running, gone, or paused, which it does not stop: the removal does or says what there is.
    if (refusalStatus(error) === undefined) throw error;
  }
}

/** Podman refuses to stop a paused container; Docker lets it go on, so that it can end. */
async function sendThawed(running: RunningCall, id: string, request: ApiRequest): Promise<void> {
  try {
    await running.send(request);
  } catch (error) {
    if (!/is running or paused, refusing|in a paused or unknown state/i.test(refusalText(error))) throw error;
    await running.send(post(id, 'unpause', running.call));
    await running.send(request);
  }
}

/** Another caller removes it: done when it is no longer found. */
async function untilGone(inspect: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
  for (let waitMs = 10; ; waitMs = Math.min(waitMs * 2, 250)) {
    try {
      await inspect();
    } catch (error) {
      if (refusalStatus(error) === 404) return;
      throw error;
    }
    await delay(waitMs, signal);
  }
}

function graceMs(graceSeconds: number | undefined): number {
  return (graceSeconds ?? USUAL_GRACE_SECONDS) * 1_000;
}

function withGrace(options: CallOptions, graceSeconds: number | undefined): CallOptions {
  if (!options.timeoutMs) return options;
  const timeoutMs = options.timeoutMs + graceMs(graceSeconds);
  const endless = (graceSeconds ?? 0) < 0 || timeoutMs > LONGEST_TIMER_MS;
  return { ...options, timeoutMs: endless ? 0 : timeoutMs };
}

function inSeconds(graceSeconds: number | undefined): { t?: number } {
  // Whole seconds are all that the engine takes; less grace than asked for would lose data.
  return graceSeconds === undefined ? {} : { t: Math.ceil(graceSeconds) };
}
