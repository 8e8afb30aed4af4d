import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { MountedHttp } from '@docktopus/runner';
import type { FastifyInstance } from 'fastify';

interface Offered {
  readonly socket: Socket;
  readonly head: Buffer;
}

/** Sockets that ask to leave HTTP, while their requests go through the application. */
const offered = new WeakMap<IncomingMessage, Offered>();

/**
 * Sends requests that offer an upgrade through the application as any others, so that its hooks decide about them. If no
 * route takes one over, the application's answer goes to the socket, which then ends.
 */
export function routeUpgrades(app: FastifyInstance, prefix: string): void {
  app.server.on('upgrade', (request: IncomingMessage, duplex: Duplex, head: Buffer) => {
    const socket = duplex as Socket;
    // What is not ours is the other listener's; without one, nobody else would answer.
    if (!request.url?.startsWith(`${prefix}/`) && app.server.listenerCount('upgrade') > 1) return;
    // Without a listener, a socket that breaks would end the process.
    socket.on('error', () => socket.destroy());
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket);
    response.once('finish', () => socket.end());
    offered.set(request, { socket, head });
    app.routing(request, response);
  });
}

/** Hands the socket of a request that has come through to the runner. @returns whether the runner has a route for it. */
export function takeOver(mounted: MountedHttp, request: IncomingMessage, response: ServerResponse): boolean {
  const upgrade = offered.get(request);
  if (upgrade === undefined || !mounted.upgrade(request, upgrade.socket, upgrade.head)) return false;
  response.detachSocket(upgrade.socket);
  return true;
}
