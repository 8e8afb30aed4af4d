import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DocktopusError } from '@docktopus/core';
import { listenReason } from '@docktopus/core/kit';
import { createAdaptorServer } from '@hono/node-server';
import type { Logger } from '../log/index.ts';
import type { HttpAddress } from './http-address.ts';
import { httpApp } from './http-app.ts';
import { HttpUpgrades } from './http-upgrades.ts';
import type { RouteTable } from './route-table.ts';
import { servedHosts } from './served-hosts.ts';

/** A listening HTTP server. */
export class HttpServer {
  readonly #server: Server;
  readonly #upgrades: HttpUpgrades;
  readonly address: HttpAddress;

  private constructor(server: Server, upgrades: HttpUpgrades, host: string) {
    this.#server = server;
    this.#upgrades = upgrades;
    this.address = { host, port: (server.address() as AddressInfo).port };
  }

  /**
   * Serves `table`, once it listens.
   *
   * @param hosts the names that it is reached under: see {@link servedHosts}.
   * @throws DocktopusError `port.in-use` when another process listens there, `runner.invalid` for another failure.
   */
  static async listen(
    table: RouteTable,
    { host, port }: HttpAddress,
    log: Logger,
    hosts?: readonly string[],
  ): Promise<HttpServer> {
    const served = servedHosts(host, hosts);
    const server = createAdaptorServer({
      fetch: httpApp(table, log, served),
      hostname: host,
      // The program's own `Request` and `Response` are not ours to replace.
      overrideGlobalObjects: false,
    }) as Server;
    const upgrades = new HttpUpgrades(table, log, served);
    // With a listener, Node would hand over every request that offers an upgrade, such as those of `curl --http2`.
    if (table.takesUpgrades) {
      server.on('upgrade', (request: IncomingMessage, socket, head: Buffer) =>
        upgrades.take(request, socket, head),
      );
    }
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => reject(notListening(`${host}:${port}`, error)));
      server.listen(port, host, resolve);
    });
    return new HttpServer(server, upgrades, host);
  }

  /**
   * Accepts no more connections and resolves when the open requests are answered; cuts them off when `timeUp` aborts.
   * Upgraded sockets do not end by themselves and are cut off at once.
   */
  async close(timeUp: AbortSignal): Promise<void> {
    const cutOff = () => this.#server.closeAllConnections();
    timeUp.addEventListener('abort', cutOff, { once: true });
    if (timeUp.aborted) cutOff();
    this.#upgrades.close();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeIdleConnections();
    });
    timeUp.removeEventListener('abort', cutOff);
  }
}

function notListening(subject: string, error: NodeJS.ErrnoException): DocktopusError {
  const taken = error.code === 'EADDRINUSE';
  return new DocktopusError(taken ? 'port.in-use' : 'runner.invalid', {
    operation: 'http',
    subject,
    reason: listenReason(error),
    hint: 'Choose another address with .http({ host, port }) or DOCKTOPUS_HTTP_BIND',
    cause: error,
  });
}
