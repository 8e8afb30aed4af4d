import type { Engine } from '../engine.ts';
import type { EngineVersion } from '../model/engine-version.ts';
import { archiveCalls } from './archive.ts';
import { containerLifecycle } from './container-lifecycle.ts';
import { containerOutput } from './container-output.ts';
import { containerQueries } from './container-queries.ts';
import type { EngineCalls } from './engine-calls.ts';
import { eventCalls } from './events.ts';
import { execCalls } from './exec.ts';
import { systemCalls } from './system.ts';

/** The typed calls about containers, over dockerode's methods. */
export function engineOver(calls: EngineCalls, version: EngineVersion): Engine {
  return {
    ...systemCalls(calls, version),
    ...containerLifecycle(calls, version.engine),
    ...containerQueries(calls),
    ...containerOutput(calls, version.engine),
    ...execCalls(calls, version.engine),
    ...archiveCalls(calls),
    ...eventCalls(calls, version.engine),
  };
}

export { EngineCalls } from './engine-calls.ts';
