import { viewPorts } from '../../../engine/index.ts';
import { DocktopusError } from '../../../errors/index.ts';
import type { ProbeRun, ProbeTarget } from '../probe.ts';
import { type Address, contact } from './contact.ts';
import { listeningPorts } from './listening-ports.ts';
import { type PortAddresses, portAddresses } from './port-addresses.ts';
import { execPace, hostPace, repeatProbe } from './repeat-probe.ts';
import { runCommand } from './run-command.ts';

/**
 * The engine's proxy drops a connection that the container does not take after 1 ms, 70 ms on a busy machine. What
 * lasts longer than this has been taken.
 */
const HOLD_MS = 250;

/** Resolves when something listens on the container's `port`. */
export async function probePort(target: ProbeTarget, port: number, run: ProbeRun): Promise<void> {
  const addresses = portAddresses(
    await viewPorts(target.docker, target.inspect, { signal: run.signal }),
    port,
  );
  const seen = await repeatOutside(addresses, run);
  if (seen === 'no-way') await repeatInside(target, port, addresses.problem, run);
}

/**
 * From here, as clients would; `no-way` when there is none.
 *
 * The engine's proxy accepts on a published port long before the service listens, and drops the connection when the
 * service does not take it. So acceptance there is an answer only when the container itself accepts too; where that
 * cannot be asked, the connection has to last.
 */
async function repeatOutside(
  { published, direct, hasWay }: PortAddresses,
  run: ProbeRun,
): Promise<'open' | 'no-way'> {
  let inside = direct;
  const attempt = async () => {
    const { signal } = run;
    const answer = inside && (await contact(inside, { signal, holdMs: 0, timeoutMs: 250 }));
    signal.throwIfAborted();
    // In its first moments a container may not answer at all; taking that for no way would leave the proxy alone to ask.
    if (answer === 'unreachable' && hasWay) return `${text(inside)} does not answer`;
    if (answer === 'unreachable') inside = undefined;
    if (!published) return answer === 'refused' ? `nothing listens on ${text(inside)}` : undefined;
    const outside = await contact(published, { signal, holdMs: answer === 'held' ? 0 : HOLD_MS });
    signal.throwIfAborted();
    if (outside === 'held') return undefined;
    return outside === 'dropped'
      ? `nothing listens behind ${text(published)}`
      : `${text(published)} does not accept connections`;
  };
  if (published || inside) await repeatProbe(attempt, hostPace, run);
  return published || inside ? 'open' : 'no-way';
}

/** From inside, by the kernel's own table: costs a process in the container, so only where there is no other way. */
async function repeatInside(
  target: ProbeTarget,
  port: number,
  problem: PortAddresses['problem'],
  run: ProbeRun,
): Promise<void> {
  const { docker, id, subject } = target;
  const attempt = async () => {
    const argv = ['cat', '/proc/net/tcp', '/proc/net/tcp6'];
    const { exitCode, stdout } = await runCommand(docker, id, argv, { signal: run.signal, subject });
    // With IPv6 off the second file is missing: exit code 1, and the first one's text all the same.
    if (!stdout.includes('local_address')) throw cannotTell(subject, port, problem, exitCode);
    return listeningPorts(stdout).has(port) ? undefined : `nothing listens on port ${port}`;
  };
  await repeatProbe(attempt, execPace, run);
}

function cannotTell(
  subject: string,
  port: number,
  problem: PortAddresses['problem'],
  exitCode: number,
): DocktopusError {
  return new DocktopusError('container.not-ready', {
    operation: 'container.start',
    subject,
    reason: `cannot tell whether port ${port} is open: ${problem?.reason}, and the image has no cat to look inside the container (exit code ${exitCode})`,
    hint: `${problem?.hint}, or wait for something else with readyWhen()`,
  });
}

function text(address: Address | undefined): string {
  if (!address) return 'the container';
  const { host, port } = address;
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
