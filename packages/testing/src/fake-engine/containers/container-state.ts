export type FakeStatus = 'created' | 'running' | 'paused' | 'restarting' | 'exited' | 'removing' | 'dead';

/** What inspect shows under `State`. */
export interface FakeState {
  readonly status: FakeStatus;
  readonly pid: number;
  readonly exitCode: number;
  readonly oomKilled: boolean;
  readonly error: string;
  /** Nanoseconds since the epoch; `undefined` before the first time. */
  readonly startedAt: bigint | undefined;
  readonly finishedAt: bigint | undefined;
  readonly health: FakeHealthState | undefined;
}

export interface FakeHealthState {
  readonly status: 'starting' | 'healthy' | 'unhealthy';
  readonly failingStreak: number;
  readonly log: readonly FakeProbe[];
}

/** One run of a health check. */
export interface FakeProbe {
  readonly start: bigint;
  readonly end: bigint;
  readonly exitCode: number;
  readonly output: string;
}

export const createdState: FakeState = {
  status: 'created',
  pid: 0,
  exitCode: 0,
  oomKilled: false,
  error: '',
  startedAt: undefined,
  finishedAt: undefined,
  health: undefined,
};

/** Whether the engine says `Running: true`: also while it waits to be restarted. */
export function isRunning({ status }: FakeState): boolean {
  return status === 'running' || status === 'paused' || status === 'restarting';
}
