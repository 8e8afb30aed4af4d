import { type Container, type ContainerStatus, isTerminal } from '@docktopus/core';
import { checkArguments, checkOptions, type Problems, readFunction } from '@docktopus/core/kit';
import { filter, map, skipWhile } from 'rxjs';
import type { JobRequest } from '../job/index.ts';
import { FROM_OBSERVABLE, type FromObservableOptions, fromObservable } from './from-observable.ts';
import type { Producer } from './producer.ts';

const READERS = {
  container: (value: unknown, problems: Problems) =>
    (typeof value === 'string' && value !== '') || isContainer(value)
      ? value
      : problems.refuse(value, 'a Container, or the name of a managed one'),
  toRequest: readFunction,
};

/**
 * Calls a job when a container changes its status, as `map` says; `undefined` from it is no call. The status that it
 * has at the start is not a change, except when a managed container has ended between its start and the first look.
 *
 * @param container a container, or the name of a managed one of the runner's contexts.
 */
export function fromContainerStatus(
  container: Container | string,
  toRequest: (status: ContainerStatus | undefined, container: Container) => JobRequest | undefined,
  options: FromObservableOptions = {},
): Producer {
  checkArguments({ container, toRequest }, READERS, 'producer', 'fromContainerStatus', 'runner.invalid');
  checkOptions(options, FROM_OBSERVABLE, 'producer', 'fromContainerStatus', 'runner.invalid');
  const name =
    options.name ?? `fromContainerStatus ${typeof container === 'string' ? container : ''}`.trimEnd();
  return {
    name,
    run: (host) => {
      const watched = typeof container === 'string' ? host.container(container) : container;
      const requests = watched.status$.pipe(
        skipWhile((status, index) => index === 0 && !(host.manages(watched) && hasFallen(status, watched))),
        map((status) => toRequest(status, watched)),
        filter((request) => request !== undefined),
      );
      return fromObservable(requests, options).run(host);
    },
  };
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'status$' in value;
}

/** The runner watches once its contexts are ready: what has ended by then, and was not meant to, ended in between. */
function hasFallen(status: ContainerStatus | undefined, { spec }: Container): boolean {
  return isTerminal(status) && spec?.readyWhen?.kind !== 'exit';
}
