import { DocktopusError } from '@docktopus/core';
import { type Constructor, checkArguments, readFunction } from '@docktopus/core/kit';
import { Router } from '../router/index.ts';
import { jobMarks } from './job-decorator.ts';
import { methodHandler } from './method-handler.ts';

/**
 * The methods of a class that are marked with `@job`, as a router.
 *
 * @throws DocktopusError `job.invalid` when none is, or when a parameter of one has no decorator.
 */
export function jobRouter(type: Constructor): Router {
  checkArguments({ type }, { type: readFunction }, 'runner.jobs', undefined, 'job.invalid');
  const marks = jobMarks(type);
  if (marks.length === 0) {
    throw new DocktopusError('job.invalid', {
      operation: 'jobs',
      subject: type.name,
      reason: 'no method of the class is marked with @job',
      hint: "Write @job('id') before the methods that are jobs",
    });
  }
  return marks.reduce(
    (router, mark) => router.route(mark.id, methodHandler(type, mark), mark.options),
    Router.create(),
  );
}
