import type { Container, ContainerStatus } from '@docktopus/core';
import { filter, map, skip } from 'rxjs';
import type { JobRequest } from '../job/index.ts';
import { type FromObservableOptions, fromObservable } from './from-observable.ts';
import type { Producer } from './producer.ts';

/**
 * Calls a job when a container changes its status, as `map` says; `undefined` from it is no call. The status that it
 * has at the start is not a change.
 *
 * @param container a container, or the name of a managed one of the runner's contexts.
 */
export function fromContainerStatus(
  container: Container | string,
  toRequest: (status: ContainerStatus | undefined, container: Container) => JobRequest | undefined,
  options: FromObservableOptions = {},
): Producer {
  const name =
    options.name ?? `fromContainerStatus ${typeof container === 'string' ? container : ''}`.trimEnd();
  return {
    name,
    run: (host) => {
      const watched = typeof container === 'string' ? host.container(container) : container;
      const requests = watched.status$.pipe(
        skip(1),
        map((status) => toRequest(status, watched)),
        filter((request) => request !== undefined),
      );
      return fromObservable(requests, options).run(host);
    },
  };
}
