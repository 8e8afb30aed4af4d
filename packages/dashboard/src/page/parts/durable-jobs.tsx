import { computed, signal, useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { JobPage, JobSummary } from '../../api/index.ts';
import { getJson } from '../api.ts';
import { Refresher } from '../live/refresher.ts';
import { tables } from '../live/store.ts';
import { href, route } from '../router.ts';
import { Age } from './age.tsx';
import { jobTone } from './job-tone.ts';
import { Badge } from './status-badge.tsx';

const PAGE = 50;
/** As many as the server gives at once. */
const MOST = 200;

const counts = computed(() => {
  const all = [...tables.jobs.value.values()];
  const states = new Map<string, number>();
  for (const view of all) {
    for (const [state, count] of Object.entries(view.states))
      states.set(state, (states.get(state) ?? 0) + count);
  }
  const names = all.flatMap((view) => view.jobs.filter(({ durable }) => durable).map(({ job }) => job));
  return { states: [...states], jobs: [...new Set(names)].sort() };
});

const list = signal<readonly JobSummary[]>([]);
const hasMore = signal(false);
/** How many rows are wanted, for as long as the filter stays the same. */
const wanted = signal({ filter: '', count: PAGE });
const problem = signal('');
const refresher = new Refresher();

/** Jobs that are kept in a store, page by page; the filters are part of the address. */
export function DurableJobs() {
  useSignalEffect(() => {
    // A new count means that something in the list has changed.
    void counts.value;
    const filter = filterOf(route.value.query);
    const count = wanted.value.filter === filter ? wanted.value.count : PAGE;
    refresher.refresh(`${filter} ${count}`, (signal) => load(filter, count, signal));
  });
  useEffect(() => () => refresher.stop(), []);
  return (
    <section aria-label="Durable jobs">
      <h2>Durable</h2>
      <Filters />
      {problem.value !== '' && <p class="trouble">{problem.value}</p>}
      <JobTable />
      {hasMore.value && (
        <button
          type="button"
          onClick={() => {
            wanted.value = { filter: filterOf(route.value.query), count: list.value.length + PAGE };
          }}
        >
          More
        </button>
      )}
    </section>
  );
}

function filterOf(query: ReadonlyMap<string, string>): string {
  const search = new URLSearchParams();
  for (const name of ['state', 'job']) if (query.get(name)) search.set(name, query.get(name)!);
  return search.toString();
}

async function load(filter: string, count: number, signal: AbortSignal): Promise<void> {
  const jobs: JobSummary[] = [];
  let next: string | undefined;
  try {
    do {
      const search = new URLSearchParams(filter);
      search.set('limit', `${Math.min(MOST, count - jobs.length)}`);
      if (next !== undefined) search.set('cursor', next);
      const page = await getJson<JobPage>(`jobs?${search}`, signal);
      jobs.push(...page.jobs);
      next = page.next;
    } while (next !== undefined && jobs.length < count);
    list.value = jobs;
    hasMore.value = next !== undefined;
    problem.value = '';
  } catch (error) {
    if (!signal.aborted) problem.value = error instanceof Error ? error.message : String(error);
  }
}

function Filters() {
  const { query } = route.value;
  const state = query.get('state') ?? '';
  const job = query.get('job') ?? '';
  return (
    <div class="bar">
      <nav aria-label="States" class="chips">
        <a href={href(['jobs'], { job })} aria-current={state === '' ? 'true' : undefined}>
          all
        </a>
        {counts.value.states.map(([name, count]) => (
          <a
            key={name}
            href={href(['jobs'], { state: name, job })}
            aria-current={state === name ? 'true' : undefined}
          >
            {name} <span class="number">{count}</span>
          </a>
        ))}
      </nav>
      <label>
        <span class="hidden">Job</span>
        <select
          value={job}
          onChange={({ currentTarget }) => {
            location.hash = href(['jobs'], { state, job: currentTarget.value });
          }}
        >
          <option value="">every job</option>
          {counts.value.jobs.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function JobTable() {
  if (list.value.length === 0) return <p class="empty">No job is in this state.</p>;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">Job</th>
          <th scope="col">Id</th>
          <th scope="col">Key</th>
          <th scope="col">Attempt</th>
          <th scope="col">Queued</th>
          <th scope="col">Progress</th>
        </tr>
      </thead>
      <tbody>
        {list.value.map((job) => (
          <JobRow key={job.id} job={job} />
        ))}
      </tbody>
    </table>
  );
}

function JobRow({ job: { id, job, state, key, attempt, queuedAt, progress, error } }: { job: JobSummary }) {
  return (
    <tr>
      <td data-label="State">
        <Badge tone={jobTone(state)} text={state} />
      </td>
      <td data-label="Job">{job}</td>
      <th scope="row">
        <a data-row href={href(['jobs', id])}>
          {id}
        </a>
      </th>
      <td data-label="Key">{key ?? <span class="quiet">–</span>}</td>
      <td data-label="Attempt" class="number">
        {attempt}
      </td>
      <td data-label="Queued">
        <Age since={queuedAt} />
      </td>
      <td data-label="Progress">
        {error ?? (progress === undefined ? '' : `${Math.round(progress.ratio * 100)} % ${progress.text}`)}
      </td>
    </tr>
  );
}
