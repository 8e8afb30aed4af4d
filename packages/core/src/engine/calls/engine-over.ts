import type { Engine } from '../engine.ts';
import type { AgreedVersion } from '../version/agreed-version.ts';
import { archiveCalls } from './archive.ts';
import { checkedCalls } from './checked-calls.ts';
import { containerLifecycle } from './container-lifecycle.ts';
import { containerOutput } from './container-output.ts';
import { containerQueries } from './container-queries.ts';
import type { EngineCalls } from './engine-calls.ts';
import { ENGINE_OPTIONS } from './engine-options.ts';
import { eventCalls } from './events.ts';
import { execCalls } from './exec.ts';
import { systemCalls } from './system.ts';

/** The typed calls about containers, one request each. */
export function engineOver(calls: EngineCalls, agreed: AgreedVersion): Engine {
  const { engine } = agreed.current;
  const all: Engine = {
    ...systemCalls(calls, agreed),
    ...containerLifecycle(calls, engine),
    ...containerQueries(calls),
    ...containerOutput(calls, engine),
    ...execCalls(calls, engine),
    ...archiveCalls(calls),
    ...eventCalls(calls, engine),
  };
  return checkedCalls(all, 'engine', ENGINE_OPTIONS);
}
