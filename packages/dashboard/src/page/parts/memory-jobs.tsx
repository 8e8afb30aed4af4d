import type { JobCounts } from '../../board/jobs-view.ts';

const STATES = ['running', 'done', 'failed', 'discarded'] as const;

/** Jobs whose calls live in memory: there are numbers, and no list. */
export function MemoryJobs({ jobs }: { jobs: readonly JobCounts[] }) {
  return (
    <section aria-label="Jobs in memory">
      <h2>In memory</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Job</th>
            {STATES.map((state) => (
              <th key={state} scope="col">
                {state}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {jobs.map(({ job, states }) => (
            <tr key={job}>
              <th scope="row">{job}</th>
              {STATES.map((state) => (
                <td key={state} data-label={state} class="number">
                  {states[state] ?? 0}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
