import { DocktopusError } from '../../../errors/index.ts';
import { type ContainerSnapshot, until } from '../../../status/index.ts';
import { hasHealthcheck } from '../default-condition.ts';
import type { ProbeRun, ProbeTarget } from '../probe.ts';

/** Resolves when the health check says healthy. */
export async function probeHealthy(target: ProbeTarget, { signal, notYet }: ProbeRun): Promise<void> {
  if (!hasHealthcheck(target.inspect)) {
    throw new DocktopusError('container.not-ready', {
      operation: 'container.start',
      subject: target.subject,
      reason: 'it is to be healthy, and neither its spec nor its image has a health check',
      hint: 'Give it one with healthcheck, or wait for something else with readyWhen',
    });
  }
  const healthy = ({ stale, health }: ContainerSnapshot) => {
    notYet(`its health is ${health}`);
    return !stale && health === 'healthy';
  };
  await until(target.snapshots, healthy, { signal, timeoutMs: 0 });
}
