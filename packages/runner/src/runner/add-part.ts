import type { ProducerLike } from '../producers/index.ts';
import type { Router } from '../router/index.ts';
import { type BlueprintPart, PART } from './blueprint-part.ts';
import type { ConnectedHost } from './runner-plan.ts';

/** The parts that a runner still takes once its contexts are connected. */
export type LatePartKind =
  | 'jobs'
  | 'router'
  | 'layer'
  | 'producer'
  | 'consumer'
  | 'backgroundService'
  | 'onShutdown'
  | 'queue'
  | 'http'
  | 'serve';

/** Adds the jobs and producers of a blueprint whose context is connected. */
export function addPart(
  { [PART]: part }: BlueprintPart,
  runner: { router(router: Router): unknown; producer(producer: ProducerLike): unknown },
  { injector }: ConnectedHost,
): void {
  const { router, producers } = part.made(injector.resolve(part.context));
  runner.router(router);
  for (const producer of producers) runner.producer(producer);
}
