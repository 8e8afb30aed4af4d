import type { Socket } from 'node:net';
import { AnswerGauge } from './answer-gauge.ts';
import type { ProxyFault, SeenRequest } from './proxy-fault.ts';
import { RequestSplitter } from './request-splitter.ts';

/** One connection through the proxy: the client's socket, the engine's, and the fault of the request under way. */
export class ProxiedConnection {
  readonly #client: Socket;
  readonly #engine: Socket;
  readonly #faultFor: (request: SeenRequest) => ProxyFault | undefined;
  readonly #splitter = new RequestSplitter();
  #fault: ProxyFault | undefined;
  #gauge: AnswerGauge | undefined;
  #delay: NodeJS.Timeout | undefined;

  constructor(client: Socket, engine: Socket, faultFor: (request: SeenRequest) => ProxyFault | undefined) {
    this.#client = client;
    this.#engine = engine;
    this.#faultFor = faultFor;
    client.on('data', (chunk: Buffer) => this.#onRequestBytes(chunk));
    engine.on('data', (chunk: Buffer) => this.#onAnswerBytes(chunk));
    // Halves close apart: the end of a process's input is not the end of its output.
    client.on('end', () => (this.#fault === undefined ? engine.end() : this.drop()));
    engine.on('end', () => this.#fault === undefined && client.end());
    client.on('drain', () => engine.resume());
    engine.on('drain', () => client.resume());
    client.on('error', () => this.drop());
    client.on('close', () => this.drop());
    engine.on('error', () => this.drop());
    engine.on('close', () => this.#fault === undefined && this.drop());
  }

  /** Both sides see the connection break. */
  drop(): void {
    clearTimeout(this.#delay);
    this.#client.destroy();
    this.#engine.destroy();
  }

  #onRequestBytes(chunk: Buffer): void {
    for (const { request, bytes } of this.#splitter.push(chunk)) {
      if (request !== undefined) this.#begin(request);
      if (this.#client.destroyed) return;
      const swallowed = this.#fault?.kind === 'black-hole' || this.#fault?.kind === 'replace';
      if (!swallowed && !this.#engine.write(bytes)) this.#client.pause();
    }
  }

  #begin(request: SeenRequest): void {
    const fault = this.#faultFor(request);
    this.#fault = fault;
    if (fault?.kind === 'drop') this.drop();
    if (fault?.kind === 'replace') this.#client.end(fault.answer);
    if (fault?.kind === 'cut' || fault?.kind === 'stall') this.#gauge = new AnswerGauge(fault.afterBodyBytes);
  }

  #onAnswerBytes(chunk: Buffer): void {
    const fault = this.#fault;
    if (fault === undefined) {
      this.#forward(chunk);
    } else if (fault.kind === 'delay') {
      this.#engine.pause();
      this.#delay = setTimeout(() => {
        this.#fault = undefined;
        this.#forward(chunk);
        // A short answer has come to its end meanwhile.
        if (this.#engine.readableEnded) this.#client.end();
        else this.#engine.resume();
      }, fault.ms);
    } else if (fault.kind === 'cut' || fault.kind === 'stall') {
      this.#forwardUpTo(chunk, fault.kind === 'cut');
    }
  }

  #forwardUpTo(chunk: Buffer, thenDrop: boolean): void {
    const { pass, reached } = this.#gauge?.measure(chunk) ?? { pass: 0, reached: true };
    if (pass > 0) this.#forward(chunk.subarray(0, pass));
    if (!reached) return;
    // The rest is swallowed.
    this.#fault = { kind: 'hang' };
    if (thenDrop) this.#client.end(() => this.drop());
  }

  #forward(chunk: Buffer): void {
    if (!this.#client.write(chunk)) this.#engine.pause();
  }
}
