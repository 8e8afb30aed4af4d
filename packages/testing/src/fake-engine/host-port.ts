import { createServer, type Server, type Socket } from 'node:net';
import { EngineFailure } from './http/engine-failure.ts';

/** Called with each connection to a published port. */
export type ConnectionHandler = (socket: Socket) => void;

/** A published port of a running container. */
export interface HostPort {
  readonly hostIp: string;
  readonly hostPort: number;
  /** Hands connections to `handler` from now on; opens the port when it is not open yet. */
  listen(handler: ConnectionHandler): Promise<void>;
  close(): void;
}

/** Who may open real ports of this machine. */
export type PortMode = 'chosen' | 'all' | 'none';

/**
 * The ports of the host. One that the engine chooses is really open on 127.0.0.1, as the engine's own proxy opens it:
 * a connection that no program answers is closed. A fixed one is opened when a program listens behind it, so that
 * suites that run side by side do not take each other's ports; or at once, with the mode `'all'`.
 */
export class HostPorts {
  readonly #mode: PortMode;
  readonly #taken = new Map<string, HostPort>();
  #next = 32_768;

  constructor(mode: PortMode) {
    this.#mode = mode;
  }

  /** @throws EngineFailure 500 in the engine's words when the port is taken. */
  async publish(protocol: string, hostIp: string, wanted: number, endpoint: string): Promise<HostPort> {
    const real = protocol === 'tcp' && (this.#mode === 'all' || (this.#mode === 'chosen' && wanted === 0));
    const inside = `driver failed programming external connectivity on endpoint ${endpoint}`;
    const clash = [...this.#taken.keys()].some((key) => clashes(key, protocol, hostIp, wanted));
    if (wanted !== 0 && clash) {
      throw new EngineFailure(
        500,
        `${inside}: Bind for ${hostIp}:${wanted} failed: port is already allocated`,
      );
    }
    const opened = new OpenPort(hostIp, wanted);
    if (real) {
      await opened.open().catch((error: NodeJS.ErrnoException) => {
        const reason = error.code === 'EACCES' ? 'permission denied' : 'address already in use';
        const listen = `listen tcp4 ${hostIp}:${wanted}: bind: ${reason}`;
        throw new EngineFailure(500, `${inside}: Error starting userland proxy: ${listen}`);
      });
    } else if (wanted === 0) opened.hostPort = this.#nextFree(protocol);
    const key = `${protocol} ${hostIp} ${opened.hostPort}`;
    const published: HostPort = {
      hostIp,
      hostPort: opened.hostPort,
      listen: (handler) => (this.#mode === 'none' ? Promise.resolve() : opened.answer(handler)),
      close: () => {
        this.#taken.delete(key);
        opened.close();
      },
    };
    this.#taken.set(key, published);
    return published;
  }

  close(): void {
    for (const port of [...this.#taken.values()]) port.close();
  }

  #nextFree(protocol: string): number {
    while ([...this.#taken.keys()].some((key) => clashes(key, protocol, '0.0.0.0', this.#next)))
      this.#next += 1;
    this.#next += 1;
    return this.#next - 1;
  }
}

/** One real listener, on the loopback whatever address the spec says: a fake opens nothing to the network. */
class OpenPort {
  readonly #address: string;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #handler: ConnectionHandler = (socket) => socket.destroy();
  hostPort: number;

  constructor(hostIp: string, hostPort: number) {
    this.#address = hostIp.includes(':') ? '::1' : '127.0.0.1';
    this.hostPort = hostPort;
  }

  open(): Promise<void> {
    const server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
      // A client that goes away in the middle is not a failure here.
      socket.on('error', () => socket.destroy());
      this.#handler(socket);
    });
    this.#server = server;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.hostPort, this.#address, () => {
        const address = server.address();
        if (typeof address === 'object' && address !== null) this.hostPort = address.port;
        server.unref();
        resolve();
      });
    });
  }

  async answer(handler: ConnectionHandler): Promise<void> {
    this.#handler = handler;
    if (this.#server === undefined) await this.open();
  }

  close(): void {
    this.#server?.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}

function clashes(key: string, protocol: string, hostIp: string, hostPort: number): boolean {
  const [otherProtocol, otherIp = '', otherPort] = key.split(' ');
  const wild = (ip: string) => ip === '0.0.0.0' || ip === '::' || ip === '';
  return (
    otherProtocol === protocol &&
    Number(otherPort) === hostPort &&
    (otherIp === hostIp || wild(otherIp) || wild(hostIp))
  );
}
