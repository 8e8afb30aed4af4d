import { Container, type ContainerStats, type Docker, isDocktopusError } from '@docktopus/core';
import type { CreateContainerBody } from '@docktopus/core/engine';
import type { ContainerDetails, LogEntry, StatsSample } from '../../api/index.ts';
import type { BoardWriter } from '../../board/index.ts';
import { maskArguments } from '../../masking/index.ts';
import type { ActionSource, ContainerSource, DashboardSource, LogQuery } from '../dashboard-source.ts';
import { EngineTracker } from './engine-tracker.ts';
import { settingsOf } from './settings-of.ts';

/** Options of `engineSource()`. */
export interface EngineSourceOptions {
  /** Shows one blueprint only: nothing else can be seen or reached. @default all */
  readonly blueprint?: string | undefined;
  /** @default the blueprint, else the engine's endpoint */
  readonly title?: string | undefined;
  /** The create body that the container's spec asks for, where that is known. */
  readonly wanted?: ((id: string) => CreateContainerBody | undefined) | undefined;
}

/** What can be told and done by our labels alone, whether or not a blueprint runs. */
export function engineSource(docker: Docker, options: EngineSourceOptions = {}): DashboardSource {
  const { blueprint, title = blueprint ?? docker.endpoint, wanted } = options;
  const tracker = new EngineTracker(docker, blueprint);
  return {
    title,
    open: (board: BoardWriter, signal: AbortSignal) => tracker.open(board, signal),
    containers: {
      details: (id, signal) => details(docker, tracker, id, wanted?.(id), signal),
      logs: (id, query, signal) => logs(docker, id, query, signal),
      stats: (id, signal) => stats(docker, id, signal),
    } satisfies ContainerSource,
    actions: {
      container: {
        start: async (id, signal) => void (await docker.engine.startContainer(id, { signal })),
        stop: async (id, signal) => void (await docker.engine.stopContainer(id, { signal })),
        restart: (id, signal) => docker.engine.restartContainer(id, { signal }),
      },
    } satisfies ActionSource,
  };
}

async function details(
  docker: Docker,
  tracker: EngineTracker,
  id: string,
  wanted: CreateContainerBody | undefined,
  signal: AbortSignal,
): Promise<ContainerDetails | undefined> {
  const tracked = tracker.find(id);
  if (tracked?.view === undefined) return undefined;
  const { view: container, history } = tracked;
  const seen = { container, history: history.moments, events: history.events };
  try {
    const inspect = await docker.engine.inspectContainer(id, { signal });
    const command = maskArguments([inspect.Path, ...inspect.Args].filter((part) => part !== ''));
    return { ...seen, command, settings: settingsOf(inspect, wanted) };
  } catch (error) {
    if (!isDocktopusError(error, 'container.not-found')) throw error;
    return { ...seen, command: [], settings: [] };
  }
}

async function* logs(
  docker: Docker,
  id: string,
  query: LogQuery,
  signal: AbortSignal,
): AsyncGenerator<LogEntry> {
  const { follow, tail, since } = query;
  const container = await Container.fromId(docker, id, { signal });
  const options = { follow, timestamps: true, signal, ...(since === undefined ? { tail } : { since }) };
  for await (const { stream, line, time = '' } of container.logs(options)) {
    // The engine begins with the line that was asked for.
    if (since !== undefined && comparable(time) <= comparable(since)) continue;
    yield { stream, line, time };
  }
}

/** Times of the same zone in an order that text has as well: engines leave out zeros at the end. */
function comparable(time: string): string {
  const [, second = time, fraction = ''] = /^(.{19})(?:\.(\d+))?/.exec(time) ?? [];
  return `${second}.${fraction.padEnd(9, '0')}`;
}

async function* stats(docker: Docker, id: string, signal: AbortSignal): AsyncGenerator<StatsSample> {
  const container = await Container.fromId(docker, id, { signal });
  for await (const reading of container.statsStream({ signal })) yield toSample(id, reading);
}

function toSample(id: string, reading: ContainerStats): StatsSample {
  return {
    id,
    at: reading.at.toISOString(),
    cpuPercent: Math.round(reading.cpuPercent * 100) / 100,
    memoryBytes: reading.memoryBytes,
    memoryLimitBytes: reading.memoryLimitBytes,
    networkReceivedBytes: reading.networkReceivedBytes,
    networkSentBytes: reading.networkSentBytes,
    blockReadBytes: reading.blockReadBytes,
    blockWrittenBytes: reading.blockWrittenBytes,
    pids: reading.pids,
  };
}
