import { existsSync } from 'node:fs';
import { DocktopusError } from '@docktopus/core';

/** The programs that a private engine is made of, by their paths. */
export interface EnginePrograms {
  readonly dockerd: string;
  readonly ip: string;
  readonly nsenter: string;
}

const folders = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/**
 * Why no private engine can be started here; `undefined` when one can. For `test.skipIf(…)`.
 */
export function privateEngineObstacle(): string | undefined {
  if (process.platform !== 'linux') return `it takes Linux, and this is ${process.platform}`;
  if (process.getuid?.() !== 0) return 'it takes root: an engine makes networks and mounts';
  const missing = ['dockerd', 'ip', 'nsenter'].filter((name) => find(name) === undefined);
  return missing.length > 0 ? `there is no ${missing.join(', no ')}` : undefined;
}

/** @throws DocktopusError `engine.unsupported` when there can be no private engine here. */
export function enginePrograms(): EnginePrograms {
  const obstacle = privateEngineObstacle();
  if (obstacle !== undefined) {
    throw new DocktopusError('engine.unsupported', {
      operation: 'startEngine',
      reason: `no private engine can be started: ${obstacle}`,
      hint: 'Ask privateEngineObstacle() first and skip the test, or use FakeEngine',
    });
  }
  return { dockerd: find('dockerd') ?? '', ip: find('ip') ?? '', nsenter: find('nsenter') ?? '' };
}

function find(name: string): string | undefined {
  return folders.map((folder) => `${folder}/${name}`).find((path) => existsSync(path));
}
