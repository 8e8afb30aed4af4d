import { isDocktopusError } from '../../errors/index.ts';
import { type CallOptions, delay } from '../../scope/index.ts';
import type { Engine } from '../engine.ts';
import type { EngineVersion } from '../model/engine-version.ts';
import { answeredId } from './answered-id.ts';
import { engineSays, saidBy, statusOf } from './answers.ts';
import { containerCall } from './container-call.ts';
import type { EngineCalls } from './engine-calls.ts';
import { segment } from './segment.ts';

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
  const { dockerode } = calls;
  const container = (id: string, call: ReturnType<typeof containerCall>) =>
    dockerode.getContainer(segment(id, call));
  return {
    async createContainer(body, { name, platform, ...options } = {}) {
      const call = { operation: 'engine.createContainer', subject: name, options, defaultMs: SLOW_CALL_MS };
      // Podman takes a missing stop timeout for none, and would kill at once.
      const { StopTimeout = engine === 'podman' ? USUAL_GRACE_SECONDS : undefined } = body;
      const sent = { _query: { name, platform }, _body: { ...body, StopTimeout } };
      const { Id, Warnings } = await calls.ask<CreateAnswer>(call, (abortSignal) =>
        create(calls, sent, abortSignal),
      );
      return { id: answeredId(Id, call), warnings: Warnings ?? [] };
    },

    async startContainer(id, options) {
      const call = containerCall('startContainer', id, options, SLOW_CALL_MS);
      return unless(304, 'already-started', async () => {
        await calls.run(call, (abortSignal) => container(id, call).start({ abortSignal }));
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
          await calls.run(call, (abortSignal) =>
            thawed(container(id, call), abortSignal, (paused) =>
              paused.stop({ _query: inSeconds(graceSeconds), abortSignal }),
            ),
          );
          return 'stopped' as const;
        });
      } catch (error) {
        if (engineSays(error, 'container.not-found')) return 'gone';
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
      await calls.run(call, (abortSignal) =>
        thawed(container(id, call), abortSignal, (paused) =>
          paused.restart({ _query: inSeconds(graceSeconds), abortSignal }),
        ),
      );
    },

    async killContainer(id, { unixSignal = 'SIGKILL', ...options } = {}) {
      const call = containerCall('killContainer', id, options);
      try {
        await calls.run(call, (abortSignal) =>
          container(id, call).kill({ _query: { signal: unixSignal }, abortSignal }),
        );
        return 'killed';
      } catch (error) {
        if (isDocktopusError(error, 'container.not-running')) return 'not-running';
        if (engineSays(error, 'container.not-found')) return 'gone';
        throw error;
      }
    },

    async pauseContainer(id, options) {
      const call = containerCall('pauseContainer', id, options);
      await calls.run(call, (abortSignal) => container(id, call).pause({ abortSignal }));
    },

    async unpauseContainer(id, options) {
      const call = containerCall('unpauseContainer', id, options);
      await calls.run(call, (abortSignal) => container(id, call).unpause({ abortSignal }));
    },

    async renameContainer(id, name, options) {
      const call = containerCall('renameContainer', id, options);
      await calls.run(call, (abortSignal) => container(id, call).rename({ _query: { name }, abortSignal }));
    },

    async removeContainer(id, { force, volumes, ...options } = {}) {
      const call = containerCall('removeContainer', id, options, SLOW_CALL_MS);
      const query = { force: force === true, v: volumes === true };
      return calls.run(call, async (abortSignal) => {
        try {
          if (query.force && engine === 'podman') {
            await endAtOnce(() => container(id, call).stop({ _query: { t: 0 }, abortSignal }));
          }
          await container(id, call).remove({ _query: query, abortSignal });
          return 'removed';
        } catch (error) {
          if (statusOf(error) === 404) return 'gone';
          if (!/removal of container .* is already in progress/i.test(saidBy(error))) throw error;
          await untilGone(() => container(id, call).inspect({ abortSignal }), abortSignal);
          return 'removed';
        }
      });
    },

    async updateContainer(id, body, options) {
      const call = containerCall('updateContainer', id, options);
      await calls.run(call, (abortSignal) => container(id, call).update({ _body: { ...body }, abortSignal }));
    },
  };
}

/** As dockerode's `createContainer`, which keeps the engine's warnings to itself. */
function create({ dockerode }: EngineCalls, options: object, abortSignal: AbortSignal) {
  const statusCodes = { 200: true, 201: true };
  const dial = { path: '/containers/create?', method: 'POST', options, abortSignal, statusCodes };
  return new Promise<unknown>((resolve, reject) => {
    dockerode.modem.dial(dial, (error, answer) => (error ? reject(error) : resolve(answer)));
  });
}

/** `outcome` when the engine answers `act` with `status`, which says that there was nothing to do. */
async function unless<A, B>(status: number, outcome: A, act: () => Promise<B>): Promise<A | B> {
  try {
    return await act();
  } catch (error) {
    if (statusOf(error) === status) return outcome;
    throw error;
  }
}

/** Podman gives a process that is removed by force its stop timeout, whatever the query says. */
async function endAtOnce(stop: () => Promise<unknown>): Promise<void> {
  try {
    await stop();
  } catch (error) {
    // Not running, gone, or paused, which it does not stop: the removal does or says what there is.
    if (statusOf(error) === undefined) throw error;
  }
}

/** Podman refuses to stop what is paused; Docker lets it go on, so that it can end. */
async function thawed<C extends { unpause(options: { abortSignal: AbortSignal }): PromiseLike<unknown> }>(
  container: C,
  abortSignal: AbortSignal,
  act: (container: C) => PromiseLike<unknown>,
): Promise<void> {
  try {
    await act(container);
  } catch (error) {
    if (!/is running or paused, refusing|in a paused or unknown state/i.test(saidBy(error))) throw error;
    await container.unpause({ abortSignal });
    await act(container);
  }
}

/** Another caller removes it: done when it is no longer found. */
async function untilGone(inspect: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
  for (let waitMs = 10; ; waitMs = Math.min(waitMs * 2, 250)) {
    try {
      await inspect();
    } catch (error) {
      if (statusOf(error) === 404) return;
      throw error;
    }
    await delay(waitMs, signal);
  }
}

function graceMs(graceSeconds: number | undefined): number {
  return (graceSeconds ?? USUAL_GRACE_SECONDS) * 1_000;
}

function withGrace(options: CallOptions, graceSeconds: number | undefined): CallOptions {
  return options.timeoutMs ? { ...options, timeoutMs: options.timeoutMs + graceMs(graceSeconds) } : options;
}

function inSeconds(graceSeconds: number | undefined): { t?: number } {
  // Whole seconds are all that the engine takes; less grace than asked for would lose data.
  return graceSeconds === undefined ? {} : { t: Math.ceil(graceSeconds) };
}
