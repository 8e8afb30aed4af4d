import { onAbort, settledWithin, withResolvers } from '@docktopus/core/kit';
import type { Observable } from 'rxjs';

/** How far a reader has come, as the ids of events say it and `Last-Event-ID` brings it back. */
export interface StreamPosition {
  /** The last line of the log that was told. */
  readonly line: number;
  /** Whether the end was told. */
  readonly ended: boolean;
}

/** Proxies cut connections that say nothing. */
const KEEP_ALIVE_MS = 15_000;
const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  // A middleware that compresses would hold events back until it has enough of them.
  'cache-control': 'no-store, no-transform',
  // Nginx would collect events otherwise.
  'x-accel-buffering': 'no',
};

export function eventText(event: string, data: object, { line, ended }: StreamPosition): string {
  return `id: ${line}${ended ? '.end' : ''}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** From a `Last-Event-ID`; anything else is the beginning. */
export function streamPosition(lastEventId: string | undefined): StreamPosition {
  const [, line = '0', end] = /^(\d{1,15})(\.end)?$/.exec(lastEventId ?? '') ?? [];
  return { line: Number(line), ended: end !== undefined };
}

/**
 * Streams what `look` says: now, and again after `changes` has emitted, however often it did meanwhile. Ends with the look
 * that says so, when the reader goes, when `stopping` aborts, and when a look fails: the reader comes back and goes on
 * from where it was.
 */
export function eventStream(
  look: () => Promise<Look>,
  changes: Observable<unknown>,
  stopping: AbortSignal,
): Response {
  const encoder = new TextEncoder();
  const texts = looks(look, changes, stopping);
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await texts.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await texts.return();
    },
  });
  return new Response(body, { headers: HEADERS });
}

/** What there is to say now. */
export interface Look {
  readonly text: string;
  /** Whether nothing more will come. */
  readonly ended: boolean;
}

async function* looks(
  look: () => Promise<Look>,
  changes: Observable<unknown>,
  stopping: AbortSignal,
): AsyncGenerator<string, void, void> {
  let changed = false;
  let wake: () => void = () => undefined;
  const onChange = () => {
    changed = true;
    wake();
  };
  const subscription = changes.subscribe({ next: onChange, error: onChange });
  const release = onAbort(stopping, onChange);
  try {
    for (let ended = false; !ended && !stopping.aborted; ) {
      changed = false;
      const seen = await look();
      ended = seen.ended;
      if (seen.text !== '') yield seen.text;
      while (!changed && !ended) {
        const { promise, resolve } = withResolvers<void>();
        wake = resolve;
        if (!(await settledWithin(promise, KEEP_ALIVE_MS))) yield ': still here\n\n';
      }
    }
  } catch {
    // The store is away or closed.
  } finally {
    release();
    subscription.unsubscribe();
  }
}
