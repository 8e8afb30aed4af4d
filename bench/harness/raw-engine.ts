import { Agent, type IncomingMessage, request } from 'node:http';
import { engineSocket } from './engine-socket.ts';

/** The floor: the engine's API over its socket with node:http, nothing in between. */
export class RawEngine {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });

  /** One call whose answer is read whole; an answer that is no success is an error. */
  async call(method: string, path: string, body?: unknown): Promise<Buffer> {
    const answer = await this.open(method, path, body);
    const whole = await this.rest(answer);
    if ((answer.statusCode ?? 500) >= 400)
      throw new Error(`${method} ${path}: ${answer.statusCode} ${whole}`);
    return whole;
  }

  /** What is still to come of an answer; by its events, which is the cheapest way to read one. */
  rest(answer: IncomingMessage): Promise<Buffer> {
    const chunks: Buffer[] = [];
    return new Promise((resolve, reject) => {
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('end', () => resolve(Buffer.concat(chunks)));
      answer.once('error', reject);
    });
  }

  async json<T>(method: string, path: string, body?: unknown): Promise<T> {
    return JSON.parse((await this.call(method, path, body)).toString('utf8')) as T;
  }

  /** One call whose answer is handed over when its head is there. */
  open(method: string, path: string, body?: unknown): Promise<IncomingMessage> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers =
      text === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
    return new Promise((resolve, reject) => {
      request(
        { socketPath: engineSocket(), agent: this.#agent, method, path: `/v1.41${path}`, headers },
        resolve,
      )
        .on('error', reject)
        .end(text);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
