import { type DockerContext, printGroupEvent, printPlan } from '@docktopus/core';
import { Subscription } from 'rxjs';
import type { Logger } from '../log/index.ts';

/**
 * Logs what deserves a line about a context: its plan, containers that are replaced or die, an engine that goes away
 * and comes back. Ends with the context.
 */
export function logContext(context: DockerContext, log: Logger): Subscription {
  const { name } = context.constructor;
  // A dry run starts nothing, and prints its plan itself.
  if (context.plan.length > 0 && !context.env.dryRun)
    log.info(`${name} has started its containers`, { plan: printPlan(context.plan) });
  let connected = true;
  const following = new Subscription();
  following.add(
    context.events$.subscribe((event) => {
      const line = `${name}: ${printGroupEvent(event)}`;
      if (event.kind === 'ended')
        log.error(line, { container: event.name, lastLines: event.failure.lastLines });
      else log[event.kind === 'removed' ? 'warn' : 'info'](line, { container: event.name });
    }),
  );
  following.add(
    context.connected$.subscribe((now) => {
      if (now === connected) return;
      connected = now;
      if (now) log.info(`${name}: the engine is back`);
      else log.warn(`${name}: the engine is away`);
    }),
  );
  return following;
}
