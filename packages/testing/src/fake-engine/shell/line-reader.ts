import { FakeStdin } from '../process/fake-stdin.ts';

/** Reads lines; what comes after one stays for the next reader where the source can take it back. */
export class LineReader {
  readonly #source: AsyncIterable<Buffer>;

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source;
  }

  /** The next line without its end, or `undefined` at the end of the input. */
  async next(): Promise<string | undefined> {
    let text = Buffer.alloc(0);
    for await (const chunk of this.#source) {
      text = Buffer.concat([text, chunk]);
      const end = text.indexOf(10);
      if (end === -1) continue;
      if (this.#source instanceof FakeStdin) this.#source.unread(text.subarray(end + 1));
      return text.subarray(0, end).toString();
    }
    return text.length === 0 ? undefined : text.toString();
  }
}
