import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Roster } from '@docktopus/core/kit';
import type { Logger } from '../log/index.ts';
import { decoded } from './http-app.ts';
import type { HttpUpgrade, UpgradeHandler } from './http-routes.ts';
import type { RouteTable } from './route-table.ts';
import type { ServedHosts } from './served-hosts.ts';

/** Hands sockets that leave HTTP to the handlers of their paths, and ends those that are left when the server stops. */
export class HttpUpgrades {
  readonly #table: RouteTable;
  readonly #log: Logger;
  readonly #sockets = new Roster<Duplex>();

  readonly #served: ServedHosts | undefined;

  /** @param served the host names that the server is reached under. @default all */
  constructor(table: RouteTable, log: Logger, served?: ServedHosts) {
    this.#table = table;
    this.#log = log;
    this.#served = served;
  }

  /** Whether some route or mount is for it. */
  has(request: IncomingMessage): boolean {
    const url = urlOf(request);
    return url !== undefined && this.#find(url) !== undefined;
  }

  take(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Without a listener, a socket that breaks would end the process.
    socket.on('error', () => socket.destroy());
    const url = urlOf(request);
    if (url === undefined) {
      refuse(socket, '400 Bad Request');
      return;
    }
    // A page that may not read an answer may still talk over a WebSocket.
    if (this.#served?.(url.hostname) === false && this.#table.mountAt(url.host, url.pathname) === undefined) {
      refuse(socket, '421 Misdirected Request');
      return;
    }
    const found = this.#find(url);
    const params = found && decoded(found.params);
    if (found === undefined || params === undefined) {
      refuse(socket, '404 Not Found');
      return;
    }
    const entry = this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(entry));
    void this.#hand(found.handler, { url, params, request, socket, head }, writtenOn(socket));
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #find(
    url: URL,
  ): { readonly handler: UpgradeHandler; readonly params: Readonly<Record<string, string>> } | undefined {
    const mount = this.#table.mountAt(url.host, url.pathname);
    if (mount === undefined) return this.#table.upgrade(url.pathname);
    return mount.upgrade && { handler: mount.upgrade, params: {} };
  }

  async #hand(handler: UpgradeHandler, upgrade: HttpUpgrade, writtenBefore: number): Promise<void> {
    try {
      await handler(upgrade);
    } catch (error) {
      this.#log.error(`the upgrade of ${upgrade.url.pathname} failed`, { err: error });
      const { socket } = upgrade;
      if (writtenOn(socket) === writtenBefore) refuse(socket, '500 Internal Server Error');
      else socket.destroy();
    }
  }
}

/** A connection that is kept alive may have had answers before. */
function writtenOn(socket: Duplex): number {
  return socket instanceof Socket ? socket.bytesWritten : 0;
}

function urlOf({ url = '/', headers }: IncomingMessage): URL | undefined {
  const text = `http://${headers.host ?? 'localhost'}${url.startsWith('/') ? url : '/'}`;
  return URL.canParse(text) ? new URL(text) : undefined;
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
