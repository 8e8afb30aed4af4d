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

/** Reads the engine's word for a state, Podman's included. */
export function toContainerStatus(word: string): ContainerStatus {
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
      return 'dead';
  }
}
