import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { ANSWERED } from './http-app.ts';
import type { HttpMount } from './http-routes.ts';

/** Answers requests for its own host names, such as `family.router({ host: '*.preview.example', … })`. */
export interface HostRouter {
  matches(host: string | undefined): boolean;
  request(request: IncomingMessage, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): Promise<void>;
}

/** The part of the runner's server that `router` answers for. */
export function hostMount(router: HostRouter, name: string): HttpMount {
  return {
    name,
    matches: ({ host }) => router.matches(host),
    async handle({ node }) {
      if (node === undefined) return Response.json({ error: { message: 'not found' } }, { status: 404 });
      const closed = new Promise((resolve) => node.response.once('close', resolve));
      router.request(node.request, node.response);
      await closed;
      return ANSWERED;
    },
    upgrade: ({ request, socket, head }) => router.upgrade(request, socket, head),
  };
}
