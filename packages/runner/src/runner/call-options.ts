import {
  asGiven,
  checkArguments,
  checkOptions,
  isRecord,
  type OptionReaders,
  type Reader,
  readList,
  readSignal,
  readText,
} from '@docktopus/core/kit';
import {
  type JobId,
  type JobMetadata,
  type JobRequest,
  printableJobId,
  SUBMIT_OPTIONS,
  type SubmitOptions,
} from '../job/index.ts';
import type { Addressed } from './job-address.ts';

/** Options of `runner.call()`. */
export interface CallJobOptions {
  /** Gives up waiting for a place, and aborts the call. */
  readonly signal?: AbortSignal | undefined;
  readonly metadata?: JobMetadata | undefined;
  /** @default unique text */
  readonly id?: string | undefined;
}

/** What a call of a durable job is submitted with. */
export interface SubmitJobOptions extends SubmitOptions {
  readonly metadata?: JobMetadata | undefined;
  /** @default unique text */
  readonly id?: string | undefined;
}

/** One of the calls of `runner.submitAll()`. */
export interface SubmitCall extends SubmitJobOptions {
  readonly jobId: JobId;
  readonly body?: unknown;
}

const readMetadata: Reader<unknown> = (value, problems) =>
  isRecord(value) ? value : problems.refuse(value, 'an object of texts');

const CALL: OptionReaders<CallJobOptions> = { signal: readSignal, metadata: readMetadata, id: readText };

/** @throws DocktopusError `job.invalid` with everything that does not fit. */
export function checkedCall({ jobId, body, options }: Addressed<CallJobOptions>): JobRequest {
  if (options === undefined) return { jobId, body };
  checkOptions(options, CALL, 'runner.call', printableJobId(jobId), 'job.invalid');
  // One by one: after the properties of another object, Node 20 makes a hidden class for each one, which gets old.
  const { id, metadata, signal } = options;
  return { jobId, body, id, metadata, signal };
}

const SUBMIT: OptionReaders<SubmitJobOptions> = { ...SUBMIT_OPTIONS, metadata: readMetadata, id: readText };
const SUBMIT_CALL: OptionReaders<SubmitCall> = { ...SUBMIT, jobId: asGiven, body: asGiven };

/** @throws DocktopusError `job.invalid` with everything that does not fit. */
export function checkedSubmitCall({ jobId, body, options }: Addressed<SubmitJobOptions>): SubmitCall {
  if (options === undefined) return { jobId, body };
  checkOptions(options, SUBMIT, 'runner.submit', printableJobId(jobId), 'job.invalid');
  return { ...options, jobId, body };
}

/** @throws DocktopusError `job.invalid` with everything that does not fit one of the calls. */
export function checkedSubmitCalls(calls: readonly SubmitCall[]): readonly SubmitCall[] {
  checkArguments({ calls }, { calls: readList(asGiven) }, 'runner.submitAll', undefined, 'job.invalid');
  for (const call of calls) {
    const subject = isRecord(call) && 'jobId' in call ? printableJobId(call.jobId) : undefined;
    checkOptions(call, SUBMIT_CALL, 'runner.submit', subject, 'job.invalid');
  }
  return calls;
}
