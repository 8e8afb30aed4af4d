import type { CallOptions } from '../../scope/index.ts';
import type { Call } from './running-call.ts';

/** A call about the container `id`. */
export function containerCall(verb: string, id: string, options?: CallOptions, defaultMs?: number): Call {
  return { operation: `engine.${verb}`, subject: id, notFound: 'container.not-found', options, defaultMs };
}
