import type { JobCall, Layer } from '../job/index.ts';
import { LOGGER, type Logger } from '../log/index.ts';

/** Logs each call's end with its duration: at `debug` when it went well, at `warn` with the error when it did not. */
export function logging(logger?: Logger): Layer {
  return async (call, next, scope) => {
    const log = logger ?? scope.resolveShared<Logger>(LOGGER);
    const startedAt = performance.now();
    try {
      const value = await next();
      log.debug('job ended', facts(call, startedAt));
      return value;
    } catch (error) {
      log.warn('job failed', { ...facts(call, startedAt), err: error });
      throw error;
    }
  };
}

/** Never the body: it may hold secrets. */
function facts(call: JobCall, startedAt: number): Record<string, unknown> {
  return { callId: call.id, jobId: call.jobId, durationMs: performance.now() - startedAt };
}
