import { Duplex } from 'node:stream';
import { outputFrame } from '../http/output-frame.ts';
import type { FakeStdin } from '../process/fake-stdin.ts';

/** A connection to a process: what it prints comes out, framed unless there is a terminal; what is written goes in. */
export class HijackedStream extends Duplex {
  readonly #tty: boolean;
  readonly #stdin: () => FakeStdin | undefined;
  readonly #early: Buffer[] = [];
  #ended = false;

  /** @param stdin where input goes; input from before there is one waits for {@link flush}. */
  constructor(tty: boolean, stdin: () => FakeStdin | undefined) {
    super({ allowHalfOpen: true });
    this.#tty = tty;
    this.#stdin = stdin;
  }

  print(stream: 'stdout' | 'stderr', data: Buffer): void {
    if (!this.readableEnded && !this.destroyed) this.push(this.#tty ? data : outputFrame(stream, data));
  }

  /** The process has ended. */
  finish(): void {
    if (!this.readableEnded && !this.destroyed) this.push(null);
  }

  /** Hands over what was written before there was a process. */
  flush(): void {
    const stdin = this.#stdin();
    for (const chunk of this.#early.splice(0)) stdin?.write(chunk);
    if (this.#ended) stdin?.end();
  }

  override _read(): void {
    // Output is pushed when the process writes it.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const stdin = this.#stdin();
    const input = this.#tty ? lineEndsOf(chunk) : Buffer.from(chunk);
    if (stdin === undefined) this.#early.push(input);
    else stdin.write(input);
    done();
  }

  override _final(done: () => void): void {
    this.#ended = true;
    this.#stdin()?.end();
    done();
  }
}

/** A terminal turns the carriage return of Enter into the end of a line, as Linux does unless ICRNL is off. */
function lineEndsOf(keys: Buffer): Buffer {
  return Buffer.from(keys.toString('latin1').replaceAll('\r', '\n'), 'latin1');
}
