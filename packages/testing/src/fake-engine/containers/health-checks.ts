import type { FakeClock, FakeTimer } from '../fake-clock.ts';
import type { FakeHealthState } from './container-state.ts';
import type { ContainerWhole } from './container-whole.ts';
import { FakeExec } from './fake-exec.ts';
import { healthAfter, healthCommand, healthTiming } from './health-decision.ts';

/** Runs a container's health check again and again while it is up, and tells when its verdict changes. */
export class HealthChecks {
  readonly #container: ContainerWhole;
  readonly #clock: FakeClock;
  #timer: FakeTimer | undefined;
  #round = 0;
  #forced: 'healthy' | 'unhealthy' | undefined;

  constructor(container: ContainerWhole, clock: FakeClock) {
    this.#container = container;
    this.#clock = clock;
  }

  /** @returns the health that a container starts with. */
  start(): FakeHealthState | undefined {
    if (healthTiming(this.#container.plan.config.Healthcheck) === undefined) return undefined;
    this.#schedule();
    return { status: 'starting', failingStreak: 0, log: [] };
  }

  /** @returns the health that is shown when nothing runs. */
  stop(): FakeHealthState | undefined {
    this.#timer?.cancel();
    this.#round += 1;
    const { health, status } = this.#container.state;
    return health && (status === 'paused' ? health : { ...health, status: 'unhealthy', failingStreak: 0 });
  }

  resume(): void {
    if (this.#container.state.health !== undefined) this.#schedule();
  }

  /** From now on this is what probes find; `undefined` lets them look for themselves again. */
  force(health: 'healthy' | 'unhealthy' | undefined): void {
    this.#forced = health;
    const before = this.#container.state.health;
    if (health === undefined || !this.#container.running) return;
    this.#become({ log: before?.log ?? [], status: health, failingStreak: health === 'healthy' ? 0 : 3 });
  }

  #schedule(): void {
    const timing = healthTiming(this.#container.plan.config.Healthcheck);
    if (timing === undefined) return;
    this.#round += 1;
    const round = this.#round;
    this.#timer = this.#clock.after(timing.intervalMs, () => {
      const start = this.#clock.nowNano();
      this.#probe(timing.timeoutMs, (exitCode, output) => {
        if (round !== this.#round) return;
        this.#judge({ start, end: this.#clock.nowNano(), exitCode, output }, timing);
        this.#schedule();
      });
    });
  }

  #judge(
    probe: Parameters<typeof healthAfter>[1],
    { retries, startPeriodMs }: { retries: number; startPeriodMs: number },
  ): void {
    const { health, startedAt } = this.#container.state;
    if (health === undefined) return;
    const inStartPeriod = Number(probe.start - (startedAt ?? probe.start)) / 1e6 < startPeriodMs;
    this.#become(healthAfter(health, probe, { retries, inStartPeriod }));
  }

  #become(health: FakeHealthState): void {
    const before = this.#container.state.health?.status;
    this.#container.state = { ...this.#container.state, health };
    if (health.status !== before) this.#container.tell(`health_status: ${health.status}`);
  }

  #probe(timeoutMs: number, done: (exitCode: number, output: string) => void): void {
    if (this.#forced !== undefined) {
      done(this.#forced === 'healthy' ? 0 : 1, '');
      return;
    }
    const test = this.#container.plan.config.Healthcheck?.Test ?? [];
    const exec = new FakeExec(this.#container, { argv: healthCommand(test) });
    let output = '';
    let settled = false;
    const settle = (exitCode: number, text: string) => {
      if (settled) return;
      settled = true;
      timer.cancel();
      done(exitCode, text);
    };
    const timer = this.#clock.after(timeoutMs, () => {
      settle(-1, `Health check exceeded timeout (${timeoutMs / 1000}s)`);
    });
    exec.start(
      (_stream, data) => {
        output += data.toString();
      },
      (exitCode) => settle(exitCode, output),
    );
  }
}
