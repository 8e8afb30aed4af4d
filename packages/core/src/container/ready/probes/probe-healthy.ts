import type { ContainerInspect } from '../../../engine/index.ts';
import { DocktopusError } from '../../../errors/index.ts';
import { maskSecrets } from '../../../secrets/index.ts';
import { type ContainerSnapshot, until } from '../../../status/index.ts';
import { hasHealthcheck } from '../default-condition.ts';
import type { ProbeRun, ProbeTarget } from '../probe.ts';

/**
 * Resolves when the health check says healthy.
 *
 * @throws DocktopusError `container.not-ready` with the check's output as soon as the engine says unhealthy, unless the
 *   target may recover.
 */
export async function probeHealthy(target: ProbeTarget, { signal, notYet }: ProbeRun): Promise<void> {
  if (!hasHealthcheck(target.inspect)) {
    throw notReady(
      target,
      'ready.healthy() needs a health check, and neither the spec nor the image has one',
      'Give the container one with healthcheck(), or wait for something else with readyWhen()',
    );
  }
  const decided = ({ stale, health }: ContainerSnapshot) => {
    notYet(`its health is ${health}`);
    return !stale && (health === 'healthy' || (health === 'unhealthy' && !target.mayRecover));
  };
  const { health } = await until(target.snapshots, decided, { signal, timeoutMs: 0 });
  if (health === 'healthy') return;
  const inspect = await target.docker.engine.inspectContainer(target.id, { signal });
  throw notReady(
    target,
    `its health check failed: ${lastProbe(inspect)}`,
    'Fix the service or its health check; startPeriod gives a slow service time before failures count',
  );
}

const MOST_OUTPUT = 500;

/** What the last probe has said, as one line. */
function lastProbe({ State: { Health } }: ContainerInspect): string {
  const probe = Health?.Log?.at(-1);
  if (probe === undefined) return 'the engine says unhealthy';
  const output = maskSecrets(probe.Output).replace(/\s+/g, ' ').trim().slice(0, MOST_OUTPUT);
  return output === '' ? `exit code ${probe.ExitCode}, no output` : `exit code ${probe.ExitCode}, ${output}`;
}

function notReady({ subject }: ProbeTarget, reason: string, hint: string): DocktopusError {
  return new DocktopusError('container.not-ready', {
    operation: 'container.start',
    subject,
    reason,
    hint,
    details: {},
  });
}
