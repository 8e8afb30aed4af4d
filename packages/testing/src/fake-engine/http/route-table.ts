import type { EngineRequest } from '@docktopus/core/engine';
import type { Reply } from './reply.ts';

/** One request, taken apart. */
export interface RouteCall {
  /** The parts of the path that stand for something, decoded. */
  readonly params: readonly string[];
  readonly query: URLSearchParams;
  readonly request: EngineRequest;
}

export type RouteHandler = (call: RouteCall) => Reply | Promise<Reply>;

/** `[method, path with {placeholders}, handler]`; `{name*}` takes slashes as well. */
export type Route = readonly [method: string, path: string, handler: RouteHandler];

/** Routes by the name of their operation, which is what faults are aimed at. */
export type RouteTable = Readonly<Record<string, Route>>;

export interface MatchedRoute {
  readonly operation: string;
  readonly handler: RouteHandler;
  readonly call: RouteCall;
}

/** Finds the route of a request; the version in front of its path does not matter. */
export function routeMatcher(table: RouteTable): (request: EngineRequest) => MatchedRoute | undefined {
  const compiled = Object.entries(table).map(([name, [method, path, handler]]) => {
    const pattern = path.replace(/\{\w+(\*?)\}/g, (_, rest: string) => (rest === '' ? '([^/]+)' : '(.+?)'));
    return { operation: name, methods: method.split(' '), pattern: new RegExp(`^${pattern}$`), handler };
  });
  return (request) => {
    const url = new URL(request.path, 'http://engine');
    const path = url.pathname.replace(/^\/v\d+\.\d+(?=\/)/, '');
    for (const { operation, methods, pattern, handler } of compiled) {
      const match = methods.includes(request.method) ? pattern.exec(path) : null;
      if (match === null) continue;
      const params = match.slice(1).map(decodeURIComponent);
      return { operation, handler, call: { params, query: url.searchParams, request } };
    }
    return undefined;
  };
}
