import { isDocktopusError } from '@docktopus/core';
import { BehaviorSubject, type Observable, takeWhile } from 'rxjs';
import { nextPhase, type RunnerEvent, type RunnerPhase } from './runner-phase.ts';

/** Where a runner is, and why it stops. */
export interface RunnerState {
  readonly phase: RunnerPhase;
  /** Why it stops or has stopped: `'SIGTERM'`, `'the last producer ended'`. */
  readonly reason: string | undefined;
  /** What kept it from starting, made it stop, or went wrong while it stopped. */
  readonly failures: readonly unknown[];
}

/** What is done on entering a phase; its promise is the phase's `done`, and a rejection is a failure and `done` as well. */
export type PhaseActions = Readonly<Partial<Record<RunnerPhase, () => Promise<unknown> | undefined>>>;

/** Takes a runner through its phases: the table decides, the actions act. */
export class PhaseMachine {
  readonly #actions: PhaseActions;
  readonly #state = new BehaviorSubject<RunnerState>({ phase: 'idle', reason: undefined, failures: [] });

  constructor(actions: PhaseActions) {
    this.#actions = actions;
    this.state$ = this.#state.pipe(takeWhile(({ phase }) => phase !== 'stopped', true));
  }

  /** Begins with the current state and completes with `stopped`, also for those who come later. */
  readonly state$: Observable<RunnerState>;

  get state(): RunnerState {
    return this.#state.value;
  }

  /** Remembers a failure; the first one is what the runner ends with. */
  fail(error: unknown): void {
    this.#state.next({ ...this.state, failures: [...this.state.failures, error] });
  }

  /** @param reason is kept when none was given before. */
  send(event: RunnerEvent, reason?: string): void {
    const phase = nextPhase(this.state.phase, event);
    if (phase === this.state.phase) return;
    this.#state.next({ ...this.state, phase, reason: this.state.reason ?? reason });
    void this.#act(phase);
  }

  /** A phase's late end means nothing when the runner has left it already. */
  async #act(phase: RunnerPhase): Promise<void> {
    const failedAs = phase === 'starting' ? 'start-failed' : 'done';
    try {
      const action = this.#actions[phase]?.();
      if (action === undefined) return;
      await action;
      if (this.#isIn(phase)) this.send('done');
    } catch (error) {
      const cancelled =
        this.state.phase === 'cancelling' && isDocktopusError(error, 'runner.stopping', 'aborted');
      if (!cancelled) this.fail(error);
      if (this.#isIn(phase)) this.send(failedAs);
    }
  }

  #isIn(phase: RunnerPhase): boolean {
    return this.state.phase === phase || (phase === 'starting' && this.state.phase === 'cancelling');
  }
}
