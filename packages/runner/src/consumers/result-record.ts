import { isDocktopusError } from '@docktopus/core';
import type { JobId, JobMetadata, JobResult } from '../job/index.ts';

/** A result as JSON: what `jsonLines` writes and `httpCallback` sends. */
export interface ResultRecord {
  readonly callId: string;
  readonly jobId: JobId;
  readonly handledBy: string;
  readonly metadata: JobMetadata;
  readonly durationMs: number;
  readonly ok: boolean;
  /** `null` for what JSON cannot say. */
  readonly body?: unknown;
  readonly error?: { readonly code: string; readonly message: string };
}

export function resultRecord(result: JobResult): ResultRecord {
  const { callId, jobId, handledBy, metadata, durationMs, ok } = result;
  const facts = { callId, jobId, handledBy, metadata, durationMs: Math.round(durationMs * 1000) / 1000, ok };
  if (result.ok) return { ...facts, body: result.body ?? null };
  const { error } = result;
  return {
    ...facts,
    error: { code: isDocktopusError(error) ? error.code : 'job.failed', message: error.message },
  };
}
