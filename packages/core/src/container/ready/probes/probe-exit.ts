import { type ContainerSnapshot, isTerminal, until } from '../../../status/index.ts';
import type { ProbeRun, ProbeTarget } from '../probe.ts';

/** Resolves when the container has ended with `code`; another code is its death, which is noticed elsewhere. */
export async function probeExit(
  { snapshots }: ProbeTarget,
  code: number,
  { signal, notYet }: ProbeRun,
): Promise<void> {
  notYet('it has not ended');
  const ended = ({ stale, status, exitCode }: ContainerSnapshot) =>
    !stale && (isTerminal(status) || status === 'removing') && exitCode === code;
  await until(snapshots, ended, { signal, timeoutMs: 0 });
}
