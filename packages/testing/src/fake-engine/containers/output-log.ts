import { PassThrough, type Readable } from 'node:stream';
import type { FakeClock } from '../fake-clock.ts';
import { outputFrame } from '../http/output-frame.ts';

export interface OutputLine {
  readonly stream: 'stdout' | 'stderr';
  readonly data: Buffer;
  readonly timeNano: bigint;
}

/** What to give of a container's output. */
export interface OutputQuery {
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly follow: boolean;
  readonly tail: number | undefined;
  readonly since: bigint | undefined;
  readonly until: bigint | undefined;
  readonly timestamps: boolean;
  /** Whether there is a terminal, and so no frames. */
  readonly tty: boolean;
}

/** What the json-file log driver keeps: lines, each with its stream and its time. */
export class OutputLog {
  readonly #clock: FakeClock;
  readonly #listeners = new Set<(line: OutputLine) => void>();
  readonly #raw = new Set<(stream: 'stdout' | 'stderr', data: Buffer) => void>();
  readonly #closers = new Set<() => void>();
  readonly #partial = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
  #lines: OutputLine[] = [];

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  get lines(): readonly OutputLine[] {
    return this.#lines;
  }

  append(stream: 'stdout' | 'stderr', data: Buffer): void {
    for (const listener of this.#raw) listener(stream, data);
    let rest = Buffer.concat([this.#partial[stream], data]);
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
      this.#keep(stream, rest.subarray(0, end + 1));
      rest = rest.subarray(end + 1);
    }
    this.#partial[stream] = rest;
  }

  /** The process has ended: an unfinished line is a line, and followers have everything. */
  finish(): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      if (this.#partial[stream].length > 0) this.#keep(stream, this.#partial[stream]);
      this.#partial[stream] = Buffer.alloc(0);
    }
    for (const close of [...this.#closers]) close();
  }

  /** The body of `GET /containers/{id}/logs`. */
  open(query: OutputQuery, running: boolean): Readable {
    const body = new PassThrough();
    const wanted = (line: OutputLine) =>
      (line.stream === 'stdout' ? query.stdout : query.stderr) &&
      (query.since === undefined || line.timeNano >= query.since) &&
      (query.until === undefined || line.timeNano <= query.until);
    const past = this.#lines.filter(wanted);
    const shown = query.tail === undefined ? past : query.tail === 0 ? [] : past.slice(-query.tail);
    for (const line of shown) body.write(render(line, query));
    if (!query.follow || !running) return body.end();

    const listener = (line: OutputLine) => {
      if (wanted(line)) body.write(render(line, query));
    };
    const close = () => body.end();
    this.#listeners.add(listener);
    this.#closers.add(close);
    const forget = () => {
      this.#listeners.delete(listener);
      this.#closers.delete(close);
    };
    body.once('close', forget).once('finish', forget);
    return body;
  }

  /** Output from now on, as it is written; and the end of the process. */
  attach(onData: (stream: 'stdout' | 'stderr', data: Buffer) => void, onEnd: () => void): () => void {
    this.#raw.add(onData);
    this.#closers.add(onEnd);
    return () => {
      this.#raw.delete(onData);
      this.#closers.delete(onEnd);
    };
  }

  #keep(stream: 'stdout' | 'stderr', data: Buffer): void {
    const line = { stream, data, timeNano: this.#clock.nowNano() };
    this.#lines.push(line);
    for (const listener of [...this.#listeners]) listener(line);
  }
}

function render({ stream, data, timeNano }: OutputLine, { timestamps, tty }: OutputQuery): Buffer {
  const text = timestamps ? Buffer.concat([Buffer.from(`${timestamp(timeNano)} `), data]) : data;
  return tty ? text : outputFrame(stream, text);
}

/** RFC 3339 with nine digits, as logs and states have it. */
export function timestamp(timeNano: bigint): string {
  const seconds = new Date(Number(timeNano / 1_000_000_000n) * 1000).toISOString().slice(0, 19);
  return `${seconds}.${String(timeNano % 1_000_000_000n).padStart(9, '0')}Z`;
}
