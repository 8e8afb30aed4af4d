import type { CallOptions } from '../../scope/index.ts';
import { pathSegment } from './path-segment.ts';
import type { Call } from './running-call.ts';

/** A call about the container `id`. */
export function containerCall(verb: string, id: string, options?: CallOptions, defaultMs?: number): Call {
  return { operation: `engine.${verb}`, subject: id, notFound: 'container.not-found', options, defaultMs };
}

/** The path of what `call` does to the container `id`: `containerPath(id, 'start', call)`. */
export function containerPath(id: string, action: string, call: Call): string {
  return `/containers/${pathSegment(id, call)}${action === '' ? '' : `/${action}`}`;
}
