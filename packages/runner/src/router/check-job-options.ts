import { asGiven, checkEveryOption, type EveryOptionReader, readFlag, readWord } from '@docktopus/core/kit';
import type { BodyOptions, JobOptions } from './job-options.ts';

/** Numbers are checked by the layers and limits that they stand for. */
const OPTIONS: EveryOptionReader<JobOptions> = {
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
const WITH_HANDLER: EveryOptionReader<BodyOptions<never> & { readonly instance?: unknown }> = {
  ...OPTIONS,
  body: asGiven,
  instance: readWord(['shared', 'per-call']),
};

/** @throws DocktopusError `job.invalid` for a name that no option has: a misspelt `durable` must not lose jobs. */
export function checkJobOptions(options: JobOptions, subject: string): void {
  checkEveryOption<object>(options, WITH_HANDLER, 'job', subject, 'job.invalid');
}

/** As {@link checkJobOptions}, for options that come from a function of the settings. */
export function checkLateJobOptions(options: JobOptions, subject: string): void {
  checkEveryOption(options, OPTIONS, 'job', subject, 'job.invalid');
}
