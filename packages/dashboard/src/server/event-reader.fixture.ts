import type { StreamMessages } from '../api/index.ts';

type Message = {
  [K in keyof StreamMessages]: { event: K; data: StreamMessages[K]; id?: string };
}[keyof StreamMessages];

/** Reads an event stream as a browser does. */
export class EventReader {
  readonly response: Response;
  readonly #abort: AbortController;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #decoder = new TextDecoder();
  #text = '';

  constructor(response: Response, abort: AbortController) {
    this.response = response;
    this.#abort = abort;
    this.#reader = response.body!.getReader();
  }

  /** The next message; `undefined` at the end. */
  async next(): Promise<Message | undefined> {
    for (;;) {
      const end = this.#text.indexOf('\n\n');
      if (end >= 0) {
        const lines = this.#text.slice(0, end).split('\n');
        this.#text = this.#text.slice(end + 2);
        const field = (name: string) =>
          lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
        const event = field('event');
        if (event !== undefined)
          return { event, data: JSON.parse(field('data')!), id: field('id') } as Message;
        continue;
      }
      const { done, value } = await this.#reader.read();
      if (done) return undefined;
      this.#text += this.#decoder.decode(value, { stream: true });
    }
  }

  /** Reads on until a message of this kind fulfils `accepts`. */
  async until<K extends keyof StreamMessages>(
    event: K,
    accepts: (data: StreamMessages[K]) => boolean = () => true,
  ): Promise<{ readonly data: StreamMessages[K]; readonly id?: string }> {
    for (;;) {
      const message = await this.next();
      if (message === undefined)
        throw new Error(`the stream has ended without the '${event}' that is waited for`);
      if (message.event === event && accepts(message.data as StreamMessages[K])) {
        return message as unknown as { data: StreamMessages[K]; id?: string };
      }
    }
  }

  close(): void {
    this.#abort.abort();
  }
}
