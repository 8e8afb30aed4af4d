import type { ContainerView } from '../../board/container-view.ts';

type Shown = Pick<ContainerView, 'status' | 'health' | 'oomKilled' | 'exitCode' | 'ready'>;

/** The state in one word, which says more than the engine's where it can: `unhealthy`, `out of memory`, `exit 3`. */
export function statusWord({ status, health, oomKilled, exitCode, ready }: Shown): string {
  if (status === 'exited' || status === 'dead') {
    if (oomKilled) return 'out of memory';
    return exitCode === undefined ? status : `exit ${exitCode}`;
  }
  if (status !== 'running') return status;
  if (health === 'unhealthy' || health === 'starting') return health;
  return ready === false ? 'not ready' : 'running';
}

export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'off';

/** How a state is coloured; the word says the same. */
export function statusTone(shown: Shown): Tone {
  const { status, health, oomKilled, exitCode, ready } = shown;
  if (status === 'exited') return oomKilled || (exitCode ?? 0) !== 0 ? 'bad' : 'off';
  if (status === 'dead') return 'bad';
  if (status === 'restarting' || health === 'unhealthy') return 'warn';
  if (status === 'running') return health === 'starting' || ready === false ? 'busy' : 'good';
  return status === 'paused' ? 'warn' : 'busy';
}

export function StatusBadge({ of }: { of: Shown }) {
  return <Badge tone={statusTone(of)} text={statusWord(of)} />;
}

export function Badge({ tone, text }: { tone: Tone; text: string }) {
  return (
    <span class={`badge tone-${tone}`}>
      <span class="dot" aria-hidden="true" />
      {text}
    </span>
  );
}
