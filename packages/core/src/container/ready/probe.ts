import type { Observable } from 'rxjs';
import type { ContainerInspect, Docker } from '../../engine/index.ts';
import type { ContainerSnapshot } from '../../status/index.ts';

/** What a probe looks at. */
export interface ProbeTarget {
  readonly docker: Docker;
  readonly id: string;
  /** Names the container in errors. */
  readonly subject: string;
  /** As it was just after the start. */
  readonly inspect: ContainerInspect;
  /** Whether something that has failed may hold later: a start gives up, who only follows the state does not. */
  readonly mayRecover: boolean;
  /** Replays the latest. */
  readonly snapshots: Observable<ContainerSnapshot>;
}

export interface ProbeRun {
  /** Ends the probe: something else has decided. Its reason is what the probe rejects with. */
  readonly signal: AbortSignal;
  /** Says why it is not ready yet, for the error if it never is. */
  notYet(reason: string): void;
}
