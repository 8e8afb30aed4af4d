import type { DashboardSource, JobDetails, JobSummary, JobsView } from '@docktopus/dashboard';

const STATES = ['done', 'done', 'done', 'running', 'queued', 'dead', 'cancelled'] as const;
const JOBS = ['build', 'deliver', 'report'] as const;
const START = Date.parse('2026-11-28T09:00:00Z');

/** So many calls of durable jobs, the latest first, in every state. */
export class JobList {
  readonly #jobs: JobDetails[];

  constructor(count: number) {
    this.#jobs = Array.from({ length: count }, (_, i) => jobAt(count - i));
  }

  get jobs(): NonNullable<DashboardSource['jobs']> {
    return {
      list: async ({ state, job, cursor, limit }) => {
        const all = this.#jobs.filter(
          (each) => (!state || each.state === state) && (!job || each.job === job),
        );
        const from = Number(cursor ?? 0);
        const next = from + limit < all.length ? { next: `${from + limit}` } : {};
        return { jobs: all.slice(from, from + limit).map(summary), ...next };
      },
      get: async (id) => this.#jobs.find((job) => job.id === id),
    };
  }

  counts(blueprint: string): JobsView {
    const count = (jobs: readonly JobDetails[]) =>
      Object.fromEntries(STATES.map((state) => [state, jobs.filter((job) => job.state === state).length]));
    return {
      blueprint,
      states: count(this.#jobs),
      jobs: JOBS.map((job) => ({
        job,
        durable: true,
        states: count(this.#jobs.filter((each) => each.job === job)),
      })),
      perSecond: 3.4,
    };
  }

  /** What cancelling makes of a call, or running it again. */
  set(id: string, state: 'cancelled' | 'queued'): void {
    const index = this.#jobs.findIndex((job) => job.id === id);
    const job = this.#jobs[index];
    if (job !== undefined) this.#jobs[index] = { ...job, state };
  }
}

function summary({
  attempts: _,
  steps: __,
  log: ___,
  payload: ____,
  result: _____,
  ...rest
}: JobDetails): JobSummary {
  return rest;
}

function jobAt(n: number): JobDetails {
  const state = STATES[n % STATES.length] ?? 'done';
  const at = (seconds: number) => new Date(START + n * 2_000 + seconds * 1_000).toISOString();
  const ended = state === 'done' || state === 'dead' || state === 'cancelled';
  return {
    id: `call-${n}`,
    job: JOBS[n % JOBS.length] ?? 'build',
    state,
    attempt: state === 'dead' ? 3 : 1,
    key: `tenant-${n % 12}`,
    queuedAt: at(0),
    ...(state !== 'queued' && { startedAt: at(1) }),
    ...(ended && { endedAt: at(4) }),
    ...(state === 'running' && { progress: { ratio: 0.4, text: 'compiling' } }),
    ...(state === 'dead' && { error: 'exit code 2 after 3 attempts' }),
    attempts:
      state === 'queued'
        ? []
        : [{ attempt: 1, startedAt: at(1), ...(ended && { endedAt: at(4), outcome: state }) }],
    steps: [
      { name: 'checkout', state: 'done', at: at(1) },
      { name: 'compile', state: ended ? 'done' : 'running', at: at(2) },
    ],
    log: [
      { at: at(1), line: `checkout of repository ${n}` },
      { at: at(2), line: 'compiling 120 files' },
    ],
    payload: { repository: `git.example/team/app-${n}`, tenant: `tenant-${n % 12}` },
    ...(state === 'done' && { result: { image: `registry.example/app:${n}` } }),
  };
}
