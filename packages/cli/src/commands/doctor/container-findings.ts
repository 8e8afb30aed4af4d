import { type Docker, sweep } from '@docktopus/core';
import { listOwned, type OwnedContainer, shownName } from '../../engine/index.ts';
import { type Finding, ok, warn } from './finding.ts';

/** What our containers on this engine are to worry about. */
export async function containerFindings(docker: Docker, signal: AbortSignal): Promise<readonly Finding[]> {
  const containers = await listOwned(docker, undefined, signal);
  const { steps } = await sweep(docker, { dryRun: true, signal });
  const left = steps.filter(({ action }) => action === 'remove');
  return [
    portFinding(containers),
    left.length === 0
      ? ok('containers.leftovers', 'nothing is left of sessions that are gone')
      : warn(
          'containers.leftovers',
          `${left.length} things are left of sessions that are gone`,
          "Run 'docktopus gc'",
        ),
  ];
}

/** Ports that the whole network reaches. */
export function portFinding(containers: readonly OwnedContainer[]): Finding {
  const open = containers.flatMap((container) =>
    container.ports
      .filter(({ hostIp }) => hostIp === '0.0.0.0' || hostIp === '::' || hostIp === '')
      .map(({ hostPort }) => `${container.blueprint}/${shownName(container)}:${hostPort}`),
  );
  const names = [...new Set(open)];
  if (names.length === 0) return ok('containers.ports', 'no port of a blueprint is open to the network');
  return warn(
    'containers.ports',
    `open to the network: ${names.join(', ')}`,
    'Publish on 127.0.0.1, as ports without an address are, unless others are meant to reach them',
  );
}
