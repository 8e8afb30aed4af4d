import type { Engine } from '../engine.ts';
import type { AgreedVersion } from '../version/agreed-version.ts';
import type { EngineCalls } from './engine-calls.ts';

interface VersionAnswer {
  readonly Version: string;
  readonly Os: string;
  readonly Arch: string;
}

const PING_MS = 5_000;

/** The calls about the engine itself. */
export function systemCalls(calls: EngineCalls, agreed: AgreedVersion): Pick<Engine, 'ping' | 'version'> {
  return {
    async ping(options) {
      await calls.tell({ operation: 'engine.ping', options, defaultMs: PING_MS }, { path: '/_ping' });
    },

    async version(options) {
      const call = { operation: 'engine.version', options };
      const { Version, Os, Arch } = await calls.ask<VersionAnswer>(call, { path: '/version' });
      return { ...agreed.current, version: Version, os: Os, arch: Arch };
    },
  };
}
