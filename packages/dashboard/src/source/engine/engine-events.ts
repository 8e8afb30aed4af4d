import type { Docker } from '@docktopus/core';
import { ownershipLabels } from '@docktopus/core';
import type { EngineEvent } from '@docktopus/core/engine';
import { delay } from '@docktopus/core/kit';

/** Health probes and execs are many and say nothing about a container's life. */
const ACTIONS = [
  'create',
  'start',
  'die',
  'oom',
  'kill',
  'stop',
  'pause',
  'unpause',
  'restart',
  'rename',
  'destroy',
  'health_status',
];
const AGAIN_MS = 1_000;

export interface EngineEventsOptions {
  /** Of one blueprint. @default of all */
  readonly blueprint: string | undefined;
  /** Called whenever the stream has been opened: what happened before has not been told. */
  readonly onOpen: () => void;
  readonly onEvent: (event: EngineEvent) => void;
  readonly signal: AbortSignal;
}

/** Hears of everything that happens to our containers; a stream that is lost is opened again. */
export async function followEngineEvents(docker: Docker, options: EngineEventsOptions): Promise<void> {
  const { blueprint, onOpen, onEvent, signal } = options;
  const label =
    blueprint === undefined ? ownershipLabels.blueprint : `${ownershipLabels.blueprint}=${blueprint}`;
  while (!signal.aborted) {
    try {
      using events = await docker.engine.watchEvents(onEvent, {
        filters: { type: ['container'], label: [label], event: ACTIONS },
        signal,
      });
      onOpen();
      await events.ended;
    } catch {
      // An engine that is away is shown as that by the status of its connection; here it is tried again.
    }
    await delay(AGAIN_MS, signal).catch(() => undefined);
  }
}
