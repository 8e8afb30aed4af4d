/** What the engine knows when a container's process has ended. */
export interface RestartFacts {
  readonly policy: { readonly Name: string; readonly MaximumRetryCount: number };
  readonly exitCode: number;
  /** Somebody stopped or killed it, so that the policy has no say this time. */
  readonly cancelled: boolean;
  readonly ranForMs: number;
  readonly restartCount: number;
  /** The wait before the last restart; 0 before the first. */
  readonly lastWaitMs: number;
}

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 60_000;

/** How long to wait before the restart, or `undefined` for none: 0.1 s doubling to a minute, from the start after 10 s of running. */
export function restartAfter(facts: RestartFacts): number | undefined {
  if (facts.cancelled || !isWanted(facts)) return undefined;
  const last = facts.ranForMs >= 10_000 ? 0 : facts.lastWaitMs;
  return last === 0 ? FIRST_WAIT_MS : Math.min(last * 2, LONGEST_WAIT_MS);
}

function isWanted({ policy, exitCode, restartCount }: RestartFacts): boolean {
  switch (policy.Name) {
    case 'always':
    case 'unless-stopped':
      return true;
    case 'on-failure':
      return exitCode !== 0 && (policy.MaximumRetryCount === 0 || restartCount < policy.MaximumRetryCount);
    default:
      return false;
  }
}

/** Whether an engine that has come back starts a container that has run before. */
export function startsWithEngine(
  policyName: string,
  facts: { readonly wasRunning: boolean; readonly stoppedByHand: boolean; readonly exitCode: number },
): boolean {
  switch (policyName) {
    case 'always':
      return true;
    case 'unless-stopped':
      return !facts.stoppedByHand;
    case 'on-failure':
      return facts.wasRunning && facts.exitCode !== 0;
    default:
      return false;
  }
}
