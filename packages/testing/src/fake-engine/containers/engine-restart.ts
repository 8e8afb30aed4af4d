import type { FakeContainer } from './fake-container.ts';
import { startsWithEngine } from './restart-decision.ts';

/** What becomes of containers when their engine goes away, and comes back. */
export class EngineRestart {
  readonly #wereRunning = new Set<FakeContainer>();

  /** Stops all of them, which does not count as done by hand. */
  async stop(containers: readonly FakeContainer[]): Promise<void> {
    this.#wereRunning.clear();
    await Promise.all(
      containers.map(async (container) => {
        const { stoppedByHand } = container;
        if (container.running) this.#wereRunning.add(container);
        await container.stop(undefined);
        container.stoppedByHand = stoppedByHand;
      }),
    );
  }

  /** Starts those whose policies say so. */
  async start(containers: readonly FakeContainer[]): Promise<void> {
    const wanted = containers.filter((container) => {
      const { hostConfig, state, stoppedByHand } = container;
      const facts = { wasRunning: this.#wereRunning.has(container), stoppedByHand, exitCode: state.exitCode };
      return state.startedAt !== undefined && startsWithEngine(hostConfig.RestartPolicy.Name, facts);
    });
    await Promise.all(wanted.map((container) => container.start()));
  }
}
