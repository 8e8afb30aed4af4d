import { EngineHttpError } from './engine-http-error.ts';
import type { EngineTransport } from './engine-transport.ts';

/** What a read-only client answers in the engine's place. */
export const READ_ONLY = 'nothing is changed in a dry run';

/**
 * Refuses every request that would change something, before it reaches the engine. Closing it leaves `transport` open,
 * which belongs to another client.
 */
export function readOnlyTransport(transport: EngineTransport): EngineTransport {
  return {
    endpoint: transport.endpoint,
    async request(request) {
      const { method, repeatable = method === 'GET' || method === 'HEAD' } = request;
      if (repeatable) return await transport.request(request);
      throw new EngineHttpError(403, READ_ONLY, undefined);
    },
    close() {},
  };
}
