import { DocktopusError } from '../../errors/index.ts';
import type { Engine, Filters } from '../engine.ts';
import type { EngineEvent } from '../model/engine-event.ts';
import type { EngineVersion } from '../model/engine-version.ts';
import { parseEvent } from '../streams/parse-event.ts';
import { readLines } from '../streams/read-lines.ts';
import type { EngineCalls } from './engine-calls.ts';
import type { OpenStream } from './open-stream.ts';

/** The call that watches the engine's events. */
export function eventCalls(calls: EngineCalls, engine: EngineVersion['engine']): Pick<Engine, 'watchEvents'> {
  return {
    async watchEvents(onEvent, { since, until, filters, ...options } = {}) {
      const call = { operation: 'engine.watchEvents', options };
      const asked = engine === 'podman' ? inPodmansNames(filters) : filters;
      const query = { since, until: engine === 'podman' ? wholeSeconds(until) : until, filters: asked };
      const stream = await calls.open(call, 'beginning', { path: '/events', query });
      let closedByUs = false;
      const close = () => {
        closedByUs = true;
        stream.close();
      };
      const ended = deliver(stream, onEvent).then((loss) => {
        if (closedByUs) return undefined;
        return loss ?? (until === undefined ? streamEnded() : undefined);
      });
      return { ended, close, [Symbol.dispose]: close };
    },
  };
}

/** Podman drops the fraction of a second, and would end too early. */
function wholeSeconds(until: string | undefined): string | undefined {
  return until === undefined ? undefined : String(Math.ceil(Number(until)));
}

/** Podman tells of `die`, and knows it as `died` when it is asked for. */
function inPodmansNames(filters: Filters | undefined): Filters | undefined {
  if (filters?.event === undefined) return filters;
  return { ...filters, event: filters.event.map((name) => name.replace(/die$/, 'died')) };
}

/**
 * Hands over every event until the stream ends, and says why it was lost. An `onEvent` that throws ends it too: a
 * subscriber that lost an event has to look at everything again.
 */
async function deliver(
  stream: OpenStream,
  onEvent: (event: EngineEvent) => void,
): Promise<Error | undefined> {
  try {
    for await (const line of readLines(stream.chunks(), stream.operation)) onEvent(parseEvent(line));
    return undefined;
  } catch (error) {
    return stream.failure(error);
  } finally {
    stream.close();
  }
}

function streamEnded(): DocktopusError {
  return new DocktopusError('engine.disconnected', {
    operation: 'engine.watchEvents',
    reason: 'the engine has ended the event stream',
  });
}
