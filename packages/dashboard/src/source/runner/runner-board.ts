import { familiesOf } from '@docktopus/core/kit';
import type { DashboardSubject, RunnerSnapshot } from '@docktopus/runner';
import type { BoardWriter, ContainerView, ResourceKind, Resources } from '../../board/index.ts';
import { maskText } from '../../masking/index.ts';
import { FamilyBoard } from './family-board.ts';
import { EndingRate, jobsView } from './job-numbers.ts';
import { planView } from './plan-view.ts';

const MAX_FAILURES = 50;
/** Counting what is in a store costs it: this often at most, and less when nothing happens. */
const COUNT_EVERY_MS = 2_000;
const COUNT_AT_LEAST_MS = 10_000;

/** Tells a board of what only the blueprint's own process knows. */
export class RunnerBoard {
  readonly #subject: DashboardSubject;
  readonly #board: BoardWriter;
  readonly #signal: AbortSignal;
  readonly #startedAt = new Date().toISOString();
  readonly #views = new Map<string, ContainerView>();
  readonly #rate = new EndingRate();
  #ready: ReadonlyMap<string, boolean> = new Map();
  #snapshot: RunnerSnapshot | undefined;
  #members: readonly FamilyBoard[] = [];
  #failures = 0;
  #countedAt = 0;
  #counting = false;

  constructor(subject: DashboardSubject, board: BoardWriter, signal: AbortSignal) {
    this.#subject = subject;
    this.#board = board;
    this.#signal = signal;
  }

  /** The board for the containers: each is told with whether it is ready, and the blueprint with its phase. */
  withReadiness(): BoardWriter {
    return {
      put: <K extends ResourceKind>(kind: K, key: string, value: Resources[K]) => {
        if (kind === 'container') this.#put(key, value as ContainerView);
        else if (kind === 'blueprint') this.#putBlueprint(value as Resources['blueprint']);
        else this.#board.put(kind, key, value);
      },
      drop: (kind, key) => {
        if (kind === 'container') this.#views.delete(key);
        // It is there for as long as it shows itself, containers or not.
        if (kind !== 'blueprint') this.#board.drop(kind, key);
      },
    };
  }

  /** Tells of plan, phase, readiness and jobs, and goes on until the signal aborts. */
  open(): void {
    const { blueprint, contexts, snapshot$, failures$ } = this.#subject;
    this.#board.put('plan', blueprint, planView(blueprint, contexts, this.#startedAt));
    this.#putBlueprint({ name: blueprint, sessions: [] });
    const snapshots = snapshot$.subscribe((snapshot) => this.#onSnapshot(snapshot));
    const failures = failures$.subscribe(({ callId, jobId, error }) => {
      this.#failures += 1;
      this.#board.put('failure', `job-${this.#failures}`, {
        at: new Date().toISOString(),
        blueprint,
        about: 'job',
        id: callId,
        name: String(jobId),
        reason: maskText(error.message.split('\n', 1)[0] ?? ''),
      });
      this.#board.drop('failure', `job-${this.#failures - MAX_FAILURES}`);
    });
    const counting = setInterval(() => void this.#count(), COUNT_EVERY_MS);
    this.#signal.addEventListener(
      'abort',
      () => {
        snapshots.unsubscribe();
        failures.unsubscribe();
        clearInterval(counting);
        for (const watch of this.#members) watch[Symbol.dispose]();
      },
      { once: true },
    );
    void this.#count();
    this.#showMembers();
  }

  #showMembers(): void {
    const { blueprint, contexts } = this.#subject;
    this.#members = contexts
      .flatMap(familiesOf)
      .map((family) => new FamilyBoard(blueprint, family, this.#board));
  }

  #onSnapshot(snapshot: RunnerSnapshot): void {
    const before = this.#snapshot;
    this.#snapshot = snapshot;
    this.#ready = readiness(this.#subject, snapshot);
    for (const [id, view] of this.#views) this.#put(id, view);
    if (before?.phase !== snapshot.phase) this.#putBlueprint({ name: this.#subject.blueprint, sessions: [] });
  }

  #put(id: string, { ready: _, ...view }: ContainerView): void {
    this.#views.set(id, view);
    const ready = this.#ready.get(id);
    this.#board.put('container', id, ready === undefined ? view : { ...view, ready });
  }

  #putBlueprint({ name, sessions }: Resources['blueprint']): void {
    const phase = this.#snapshot?.phase ?? 'starting';
    this.#board.put('blueprint', name, { name, phase, startedAt: this.#startedAt, sessions });
  }

  async #count(): Promise<void> {
    const snapshot = this.#snapshot;
    if (snapshot === undefined || this.#counting) return;
    const perSecond = this.#rate.note(snapshot.counters, Date.now());
    const { blueprint, queue } = this.#subject;
    const quiet = perSecond === 0 && snapshot.calls.inFlight === 0;
    if (queue !== undefined && quiet && Date.now() - this.#countedAt < COUNT_AT_LEAST_MS) return;
    this.#counting = true;
    try {
      const durable = (await queue?.countsByJob()) ?? new Map();
      this.#countedAt = Date.now();
      if (!this.#signal.aborted)
        this.#board.put('jobs', blueprint, jobsView(blueprint, snapshot.jobs, durable, perSecond));
    } catch {
      // A store that is away tells its jobs that; here it is asked again.
    } finally {
      this.#counting = false;
    }
  }
}

/** Whether each managed container is ready, by id; a container that has no condition is not judged. */
function readiness({ contexts }: DashboardSubject, snapshot: RunnerSnapshot): ReadonlyMap<string, boolean> {
  const seen = snapshot.contexts.flatMap(({ containers }) => [...containers.values()]);
  const ready = new Map(seen.map(({ id, ready }) => [id, ready]));
  const slots = contexts.flatMap(({ containers }) => containers.names.map((name) => containers.get(name)));
  const judged = slots.filter(({ id, spec }) => ready.get(id) === true || spec?.readyWhen !== undefined);
  return new Map(judged.flatMap(({ id }) => (id === undefined ? [] : [[id, ready.get(id) ?? false]])));
}
