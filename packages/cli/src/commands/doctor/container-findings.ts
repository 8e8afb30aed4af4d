import { type Docker, sweep } from '@docktopus/core';
import { listOwned, type OwnedContainer, shownName } from '../../engine/index.ts';
import { type Finding, ok, warn } from './finding.ts';

/** Problems of containers that blueprints have created on this engine. */
export async function containerFindings(docker: Docker, signal: AbortSignal): Promise<readonly Finding[]> {
  const containers = await listOwned(docker, undefined, signal);
  const { steps } = await sweep(docker, { dryRun: true, signal });
  const left = steps.filter(({ action }) => action === 'remove');
  return [
    portFinding(containers),
    left.length === 0
      ? ok('containers.leftovers', 'no leftovers of sessions that have ended')
      : warn(
          'containers.leftovers',
          `${left.length} ${left.length === 1 ? 'leftover' : 'leftovers'} of sessions that have ended`,
          "Run 'docktopus gc' to remove them",
        ),
  ];
}

/** Ports that other machines can reach. */
export function portFinding(containers: readonly OwnedContainer[]): Finding {
  const open = containers.flatMap((container) =>
    container.ports
      .filter(({ hostIp }) => hostIp === '0.0.0.0' || hostIp === '::' || hostIp === '')
      .map(({ hostPort }) => `${container.blueprint}/${shownName(container)}:${hostPort}`),
  );
  const names = [...new Set(open)];
  if (names.length === 0)
    return ok('containers.ports', 'no blueprint has a port that is open to the network');
  return warn(
    'containers.ports',
    `open to the network: ${names.join(', ')}`,
    'Unless other machines should reach them, publish them on 127.0.0.1: leave the address out',
  );
}
