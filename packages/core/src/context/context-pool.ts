import {
  type Container,
  type ContainerBuilder,
  slotOf,
  startSlot,
  warnOfImplicitChoices,
} from '../container/index.ts';
import { ContainerPool, type PoolOptions } from '../pool/index.ts';
import { engineName } from './container-owner.ts';
import { emptySlot } from './context-builder.ts';
import type { ContextLife } from './context-life.ts';
import { startLimiterOf } from './start-limiter.ts';

/** A pool of containers of the context, each with a name of its own, started within the limit of all others. */
export function contextPool(
  life: ContextLife,
  contextName: string,
  name: string,
  builder: ContainerBuilder<Container>,
  options: PoolOptions,
): ContainerPool {
  const { spec } = builder;
  warnOfImplicitChoices(spec, name);
  const limiter = startLimiterOf(life.docker);
  let count = 0;
  const pool = new ContainerPool(
    name,
    {
      make() {
        count += 1;
        const base = spec.name ?? engineName(life.identity, name, 'session');
        return emptySlot(life, contextName, { ...spec, name: `${base}-${count}`, lifetime: 'session' }, name);
      },
      start: (container, signal) =>
        limiter.run(signal, async (release) => {
          await startSlot(slotOf(container), { signal, onStarted: release });
        }),
    },
    options,
  );
  return life.scope.use(pool);
}
