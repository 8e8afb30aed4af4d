/** The states that a container can be in, as the engine names them. */
export type ContainerStatus =
  | 'created'
  | 'running'
  | 'paused'
  | 'restarting'
  | 'exited'
  | 'removing'
  | 'dead';

/** Whether a process of the container exists or is about to: `running`, `paused`, `restarting`. */
export function isActive(status: ContainerStatus | undefined): boolean {
  return status === 'running' || status === 'paused' || status === 'restarting';
}

/** Whether the container can (still) be started or used: all but `removing` and `dead`. */
export function isUsable(status: ContainerStatus | undefined): boolean {
  return status !== undefined && status !== 'removing' && status !== 'dead';
}

/** Whether nothing runs and nothing will without a call from outside: `exited`, `dead`. */
export function isTerminal(status: ContainerStatus | undefined): boolean {
  return status === 'exited' || status === 'dead';
}

/** What an engine says of a state beside its word, in an inspect. */
export interface StateFlags {
  readonly Running: boolean;
  readonly Paused: boolean;
  readonly Restarting: boolean;
  readonly Dead: boolean;
}

/**
 * Reads the engine's word for a state, Podman's included.
 *
 * A word that is not known yet is read by the flags beside it. Without any it counts as running: something is going on,
 * and only an inspect tells what.
 */
export function toContainerStatus(word: string, flags?: StateFlags): ContainerStatus {
  switch (word) {
    case 'created':
    case 'running':
    case 'paused':
    case 'restarting':
    case 'exited':
    case 'removing':
    case 'dead':
      return word;
    case 'configured':
    case 'initialized':
      return 'created';
    case 'stopping':
      return 'running';
    case 'stopped':
      return 'exited';
    default:
      return flags === undefined ? 'running' : byFlags(flags);
  }
}

/** The status that an inspect says. */
export function inspectedStatus({
  State,
}: {
  readonly State: StateFlags & { readonly Status: string };
}): ContainerStatus {
  return toContainerStatus(State.Status, State);
}

function byFlags({ Running, Paused, Restarting, Dead }: StateFlags): ContainerStatus {
  if (Dead) return 'dead';
  if (Restarting) return 'restarting';
  if (Paused) return 'paused';
  return Running ? 'running' : 'exited';
}
