import { AsyncLocalStorage } from 'node:async_hooks';
import { DocktopusError } from '../errors/index.ts';
import { containerLabels } from '../labels/index.ts';

/** One attempt at a durable job, while it runs. */
export interface CurrentJob {
  /** Of its call. */
  readonly id: string;
  /** Whether it has asked a context for a container. */
  asked: boolean;
  /** Whether it gets no more containers, because the attempt has ended without being done. */
  over: boolean;
}

const current = new AsyncLocalStorage<CurrentJob>();

/** Does `work` in the name of a job: the containers that it makes through a context are the job's. */
export function inJob<T>(job: CurrentJob, work: () => T): T {
  return current.run(job, work);
}

/**
 * Gives the labels of a container that is asked for now, at each creation; `undefined` outside of a job. They throw
 * `aborted` when the attempt is over: nothing would take that container along.
 */
export function labelsOfJob(): (() => Readonly<Record<string, string>>) | undefined {
  const job = current.getStore();
  if (job === undefined) return undefined;
  job.asked = true;
  return () => {
    if (job.over) throw attemptOver(job.id);
    return { [containerLabels.job]: job.id };
  };
}

function attemptOver(id: string): DocktopusError<'aborted'> {
  return new DocktopusError('aborted', {
    operation: 'container.create',
    subject: id,
    reason: 'the attempt of the durable job that asks for the container has ended',
    hint: 'A handler has to stop when its signal aborts',
  });
}
