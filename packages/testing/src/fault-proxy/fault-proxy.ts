import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  checkArguments,
  checkOptions,
  type OptionReaders,
  type Reader,
  readText,
  readWord,
} from '@docktopus/core/kit';
import { INJECTED } from './injected.ts';
import { ProxiedConnection } from './proxied-connection.ts';
import type { FaultScope, ProxyFault, SeenRequest } from './proxy-fault.ts';

/** Options of `FaultProxy`. */
export interface FaultProxyOptions {
  /** @default 'unix' */
  readonly listen?: 'unix' | 'tcp' | undefined;
}

const OPTIONS: OptionReaders<FaultProxyOptions> = { listen: readWord(['unix', 'tcp']) };

const readTarget: Reader<unknown> = (value, problems) => {
  const text = readText(value, problems);
  try {
    return text === undefined ? undefined : addressOf(text);
  } catch {
    return problems.refuse(value, 'unix:///path or tcp://host:port');
  }
};

interface Injected {
  readonly fault: ProxyFault;
  readonly on: RegExp;
  left: number;
}

/**
 * A proxy in front of a real engine that breaks what passes through it, on request and byte by byte.
 *
 * ```ts
 * await using proxy = await FaultProxy.start('unix:///var/run/docker.sock');
 * const docker = await connectDocker({ endpoint: proxy.endpoint });
 * proxy.inject({ kind: 'cut', afterBodyBytes: 100 }, { on: /json/ });
 * ```
 */
export class FaultProxy implements AsyncDisposable {
  /** As in `DOCKER_HOST`. */
  readonly endpoint: string;
  readonly #server: Server;
  readonly #folder: string;
  readonly #connections = new Set<ProxiedConnection>();
  readonly #requests: SeenRequest[] = [];
  readonly #faults = new Set<Injected>();
  readonly #target: string;
  #accepted = 0;
  #closed: Promise<void> | undefined;

  private constructor(target: string, server: Server, folder: string, endpoint: string) {
    this.#target = target;
    this.#server = server;
    this.#folder = folder;
    this.endpoint = endpoint;
    server.on('connection', (client) => {
      const engine = connect({ ...addressOf(this.#target), allowHalfOpen: true });
      const connection = new ProxiedConnection(client, engine, (request) => this.#onRequest(request));
      this.#accepted += 1;
      this.#connections.add(connection);
      client.once('close', () => this.#connections.delete(connection));
    });
  }

  /** @param target the engine's endpoint: `unix:///path` or `tcp://host:port`. */
  static async start(target: string, options: FaultProxyOptions = {}): Promise<FaultProxy> {
    checkArguments({ target }, { target: readTarget }, 'FaultProxy.start');
    checkOptions(options, OPTIONS, 'FaultProxy.start');
    const { listen = 'unix' } = options;
    const folder = await mkdtemp(join(tmpdir(), 'fault-proxy-'));
    const server = createServer({ allowHalfOpen: true });
    const path = join(folder, 'engine.sock');
    if (listen === 'unix') server.listen(path);
    else server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const endpoint =
      listen === 'unix' ? `unix://${path}` : `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return new FaultProxy(target, server, folder, endpoint);
  }

  /** Connections that are open. */
  get connections(): number {
    return this.#connections.size;
  }

  /** Connections that there were. */
  get accepted(): number {
    return this.#accepted;
  }

  /** Every request so far. */
  get requests(): readonly SeenRequest[] {
    return this.#requests;
  }

  /** From now on `fault` happens to the requests that `scope` names; the latest fault that fits counts. */
  inject(fault: ProxyFault, scope: FaultScope = {}): Disposable {
    checkArguments({ fault, scope }, INJECTED, 'FaultProxy.inject');
    const { on = /^/, times = Number.POSITIVE_INFINITY } = scope;
    const injected: Injected = { fault, on, left: times };
    this.#faults.add(injected);
    return { [Symbol.dispose]: () => void this.#faults.delete(injected) };
  }

  /** Takes every fault back; what is broken stays broken. */
  heal(): void {
    this.#faults.clear();
  }

  /** Breaks every connection that is open. */
  dropAll(): void {
    for (const connection of this.#connections) connection.drop();
  }

  /** Breaks every connection and refuses new ones, for good. */
  async refuse(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.dropAll();
    await closed;
  }

  close(): Promise<void> {
    this.#closed ??= this.refuse().then(() => rm(this.#folder, { recursive: true, force: true }));
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #onRequest(request: SeenRequest): ProxyFault | undefined {
    this.#requests.push(request);
    const line = `${request.method} ${request.url}`;
    const found = [...this.#faults].reverse().find(({ on, left }) => left > 0 && on.test(line));
    if (found !== undefined) found.left -= 1;
    return found?.fault;
  }
}

function addressOf(target: string): { path: string } | { host: string; port: number } {
  const { protocol, hostname, port, pathname } = new URL(target);
  if (protocol === 'unix:') return { path: pathname };
  if (protocol === 'tcp:' && port !== '') return { host: hostname, port: Number(port) };
  throw new TypeError('neither unix nor tcp');
}
