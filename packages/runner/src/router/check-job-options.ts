import { asGiven, checkOptions, type OptionReaders, readFlag, readWord } from '@docktopus/core/kit';
import type { BodyOptions, JobOptions } from './job-options.ts';

/** Numbers are checked by the layers and limits that they stand for. */
const OPTIONS: OptionReaders<JobOptions> = {
  concurrency: asGiven,
  timeoutMs: asGiven,
  retry: asGiven,
  layers: asGiven,
  durable: readFlag,
  concurrencyKey: asGiven,
  rate: asGiven,
  deadlineMs: asGiven,
};

/** What can be said only where the handler is known: its schema, and how a class is instantiated. */
const WITH_HANDLER: OptionReaders<BodyOptions<never> & { readonly instance?: unknown }> = {
  ...OPTIONS,
  body: asGiven,
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
