import type { ListedContainer } from '../../engine/index.ts';
import type { Paint } from '../../output/index.ts';

/** The state in one word, which says more than the engine's where it can. */
export function stateText({ status, health, exitCode }: ListedContainer): string {
  if (status === 'exited' && exitCode !== undefined) return `exited (${exitCode})`;
  return status === 'running' && health !== 'none' ? health : status;
}

export function paintState(
  paint: Paint,
  { status, health, exitCode }: ListedContainer,
  text: string,
): string {
  if (status === 'running')
    return paint(health === 'unhealthy' ? 'red' : health === 'starting' ? 'cyan' : 'green', text);
  if (status === 'exited') return paint(exitCode === 0 ? 'dim' : 'red', text);
  return paint('yellow', text);
}

/** Published ports, the first two of them when `trunc`. */
export function portsText({ ports }: ListedContainer, trunc: boolean): string {
  const texts = ports.map(({ containerPort, hostIp, hostPort }) => {
    const host = hostIp.includes(':') ? `[${hostIp}]` : hostIp;
    return `${host}:${hostPort}->${containerPort}`;
  });
  const shown = trunc && texts.length > 2 ? [...texts.slice(0, 2), `+${texts.length - 2}`] : texts;
  return shown.join(', ');
}

/** Whether `ps` shows it without `--all`. */
export function isShown({ status }: ListedContainer): boolean {
  return status !== 'exited' && status !== 'created' && status !== 'dead';
}
