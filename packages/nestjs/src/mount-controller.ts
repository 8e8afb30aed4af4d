import type { IncomingMessage, ServerResponse } from 'node:http';
import { type MountedHttp, urlBelow } from '@docktopus/runner';
import { All, Controller, Inject, Req, Res, type Type, UseGuards } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { MountOptions } from './module-options.ts';

/** What NestJS knows the served runner by. */
export const MOUNTED = Symbol('docktopus.mounted');

/** A request as the platform has it: Fastify wraps Node's own. */
interface PlatformRequest {
  readonly raw?: IncomingMessage;
  /** The route as it is registered, the application's prefix and version included: Express has it here, */
  readonly route?: { readonly path: string };
  /** and Fastify here. */
  readonly routeOptions?: { readonly url?: string };
  readonly body?: unknown;
  readonly rawBody?: unknown;
}

interface PlatformResponse {
  readonly raw?: ServerResponse;
  hijack?(): void;
}

/** The controller that hands requests below a path to the runner, once the guards have let them through. */
export function mountController({ path, guards = [] }: MountOptions): Type<unknown> {
  const prefix = `/${path.replace(/^\/+|\/+$/g, '')}`;

  @Controller(prefix)
  @UseGuards(...guards)
  class DocktopusController {
    readonly #mounted: MountedHttp;

    constructor(@Inject(MOUNTED) mounted: MountedHttp, @Inject(HttpAdapterHost) host: HttpAdapterHost) {
      this.#mounted = mounted;
      // NestJS reads routes later. Express wants a name behind a wildcard, and Fastify none.
      const everything = host.httpAdapter.getType() === 'fastify' ? '*' : '*path';
      const { prototype } = DocktopusController;
      All(everything)(prototype, 'serve', Object.getOwnPropertyDescriptor(prototype, 'serve')!);
    }

    serve(@Req() request: PlatformRequest, @Res() response: PlatformResponse): void {
      response.hijack?.();
      const incoming = (request.raw ?? request) as IncomingMessage;
      const { body, rawBody, route, routeOptions } = request;
      incoming.url = urlBelow(incoming.url ?? '/', route?.path ?? routeOptions?.url ?? prefix);
      Object.assign(incoming, body !== undefined && { body }, rawBody !== undefined && { rawBody });
      this.#mounted.middleware(incoming, (response.raw ?? response) as ServerResponse);
    }
  }
  return DocktopusController;
}
