import { createHash } from 'node:crypto';
import type { JobId } from '../job/index.ts';

/** What a schedule is called in a store: the same in all processes, and another one when its times, job or body change. */
export function scheduleName(kind: string, times: readonly string[], jobId: JobId, body: unknown): string {
  const digest = createHash('sha256').update(textOf(body)).digest('base64url');
  return JSON.stringify([kind, ...times, jobId, digest.slice(0, 16)]);
}

/** A body that is no JSON is refused where its call is made; one of a job that is not durable may be anything. */
function textOf(body: unknown): string {
  try {
    return JSON.stringify(body) ?? '';
  } catch {
    return '';
  }
}
