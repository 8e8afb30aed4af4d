import {
  asGiven,
  checkArguments,
  checkOptions,
  type FieldReaders,
  isRecord,
  type OptionReaders,
  type Reader,
  readFields,
  readFlag,
  readFunction,
  readInteger,
  readList,
  readNumber,
  readSchema,
  readText,
  readTimeout,
  readWord,
} from '@docktopus/core/kit';
import type { Layer } from '../job/index.ts';
import { RATE_OPTIONS, type RateLimit } from '../layers/index.ts';
import type { BodyOptions, ConcurrencyLimits, JobOptions, RateLimits } from './job-options.ts';

const readLayers = readList(readFunction);

const readConcurrencyLimits = readFields<ConcurrencyLimits>({
  perJob: readInteger(1),
  perKey: readInteger(1),
  perWorker: readInteger(1),
});
const readConcurrency: Reader<unknown> = (value, problems) =>
  (isRecord(value) ? readConcurrencyLimits : readInteger(1))(value, problems);

const readRate = readFields<RateLimit, 'limit'>(RATE_OPTIONS as FieldReaders<RateLimit>, {
  limit: 'how many per perMs',
});
const readRateLimits = readFields<RateLimits>({ perJob: readRate, perKey: readRate });
const readRates: Reader<unknown> = (value, problems) =>
  (isRecord(value) && ('perJob' in value || 'perKey' in value) ? readRateLimits : readRate)(value, problems);

const readKey: Reader<unknown> = (value, problems) =>
  typeof value === 'function' ? value : readText(value, problems);

/** How often it is tried is checked by what it stands for. */
const OPTIONS: OptionReaders<JobOptions> = {
  concurrency: readConcurrency,
  timeoutMs: readTimeout,
  retry: asGiven,
  layers: readLayers,
  durable: readFlag,
  concurrencyKey: readKey,
  rate: readRates,
  deadlineMs: readNumber(1, Number.MAX_SAFE_INTEGER),
};

/** @throws DocktopusError `job.invalid` unless all of them are functions. */
export function checkLayers(layers: readonly Layer[], call: string): void {
  checkArguments({ layers }, { layers: readLayers }, call, undefined, 'job.invalid');
}

/** What can be said only where the handler is known: its schema, and how a class is instantiated. */
const WITH_HANDLER: OptionReaders<BodyOptions<never> & { readonly instance?: unknown }> = {
  ...OPTIONS,
  body: (value, problems) => (value === undefined ? value : readSchema(value, problems)),
  instance: readWord(['shared', 'per-call']),
};

/** @throws DocktopusError `job.invalid` for a name that no option has: a misspelt `durable` must not lose jobs. */
export function checkJobOptions(options: JobOptions, subject: string): void {
  checkOptions<object>(options, WITH_HANDLER, 'job', subject, 'job.invalid');
}

/** As {@link checkJobOptions}, for options that come from a function of the settings. */
export function checkLateJobOptions(options: JobOptions, subject: string): void {
  checkOptions(options, OPTIONS, 'job', subject, 'job.invalid');
}
