import { LiveStream, type LiveStreamParts, StatsFeed } from '../stream/index.ts';

/** So many pages can look at the same time; browsers open six connections to a host, and a page needs one. */
const MAX_STREAMS = 32;

/** The streams that are open. */
export class LiveStreams {
  readonly #parts: Omit<LiveStreamParts, 'stats'>;
  readonly #stats: StatsFeed;
  readonly #open = new Map<string, LiveStream>();

  constructor(parts: Omit<LiveStreamParts, 'stats'>) {
    this.#parts = parts;
    this.#stats = new StatsFeed(parts.containers);
  }

  get full(): boolean {
    return this.#open.size >= MAX_STREAMS;
  }

  get(id: string): LiveStream | undefined {
    return this.#open.get(id);
  }

  /** The bytes of a new stream; they are made when they are read, and the stream ends when its reader leaves. */
  open(lastEventId: string | undefined): ReadableStream<Uint8Array> {
    const stream = new LiveStream({ ...this.#parts, stats: this.#stats }, lastEventId);
    this.#open.set(stream.id, stream);
    const pieces = stream.text();
    const encoder = new TextEncoder();
    return new ReadableStream(
      {
        pull: async (controller) => {
          const { done, value } = await pieces.next();
          if (!done) return controller.enqueue(encoder.encode(value));
          this.#open.delete(stream.id);
          controller.close();
        },
        cancel: async () => {
          this.#open.delete(stream.id);
          stream.close('the page has gone');
          await pieces.return(undefined);
        },
      },
      { highWaterMark: 0 },
    );
  }

  close(reason: string): void {
    for (const stream of this.#open.values()) stream.close(reason);
    this.#stats[Symbol.dispose]();
  }
}
