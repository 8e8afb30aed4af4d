import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { JobDetails } from '../../api/index.ts';
import { getJson } from '../api.ts';
import { hello } from '../live/connection.ts';
import { Refresher } from '../live/refresher.ts';
import { tables } from '../live/store.ts';
import { ActionButton, ActionProblem } from '../parts/action-button.tsx';
import { Age } from '../parts/age.tsx';
import { jobTone } from '../parts/job-tone.ts';
import { JsonText } from '../parts/json-text.tsx';
import { Badge } from '../parts/status-badge.tsx';
import { href } from '../router.ts';
import { clockText } from '../text/duration-text.ts';

/** One call: attempts, steps, log, payload and result. */
export function JobPage({ id }: { id: string }) {
  const details = useSignal<JobDetails | undefined>(undefined);
  const problem = useSignal('');
  const refresher = useMemo(() => new Refresher(), []);
  useSignalEffect(() => {
    // Whenever the numbers change, this call may have.
    void tables.jobs.value;
    refresher.refresh(id, async (signal) => {
      try {
        details.value = await getJson<JobDetails>(`jobs/${encodeURIComponent(id)}`, signal);
        problem.value = '';
      } catch (error) {
        if (!signal.aborted) problem.value = error instanceof Error ? error.message : String(error);
      }
    });
  });
  useEffect(() => () => refresher.stop(), []);
  const job = details.value;
  return (
    <>
      <div class="group-title">
        <h1>{job?.job ?? 'Job'}</h1>
        {job && <Badge tone={jobTone(job.state)} text={job.state} />}
        <span class="quiet">{id}</span>
        {hello.value?.actions && job && <Actions job={job} />}
      </div>
      <ActionProblem />
      {problem.value !== '' && <p class="trouble">{problem.value}</p>}
      {job && <Facts job={job} />}
    </>
  );
}

function Actions({ job: { id, state } }: { job: JobDetails }) {
  const path = `jobs/${encodeURIComponent(id)}`;
  const open = ['queued', 'delayed', 'running'].includes(state);
  return (
    <span class="actions">
      {open ? (
        <ActionButton name="Cancel" path={`${path}/cancel`} question="Cancel this job?" />
      ) : (
        <ActionButton
          name="Run again"
          path={`${path}/redrive`}
          question="Put this job back into the queue?"
        />
      )}
    </span>
  );
}

function Facts({ job }: { job: JobDetails }) {
  return (
    <>
      {job.error !== undefined && <p class="trouble">{job.error}</p>}
      {job.progress !== undefined && (
        <p>
          <progress value={job.progress.ratio} aria-label="Progress" /> {job.progress.text}
        </p>
      )}
      <h2>Attempts</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Attempt</th>
            <th scope="col">Started</th>
            <th scope="col">Took</th>
            <th scope="col">Outcome</th>
          </tr>
        </thead>
        <tbody>
          {job.attempts.map(({ attempt, startedAt, endedAt, outcome, error }) => (
            <tr key={attempt}>
              <th scope="row">{attempt}</th>
              <td data-label="Started">
                <Age since={startedAt} />
              </td>
              <td data-label="Took" class="number">
                {endedAt === undefined ? '' : `${Date.parse(endedAt) - Date.parse(startedAt)} ms`}
              </td>
              <td data-label="Outcome">{error ?? outcome ?? 'running'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {job.steps.length > 0 && (
        <>
          <h2>Steps</h2>
          <ol class="steps">
            {job.steps.map(({ name, state, at }) => (
              <li key={name}>
                <Badge tone={jobTone(state)} text={state} /> {name} {at !== undefined && <Age since={at} />}
              </li>
            ))}
          </ol>
        </>
      )}
      {job.log.length > 0 && (
        <>
          <h2>Log</h2>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
          <pre class="log plain" tabIndex={0}>
            {job.log.map(({ at, line }) => `${clockText(at)}  ${line}\n`)}
          </pre>
        </>
      )}
      <h2>Payload</h2>
      <JsonText value={job.payload} />
      {job.result !== undefined && (
        <>
          <h2>Result</h2>
          <JsonText value={job.result} />
        </>
      )}
      <p>
        <a href={href(['jobs'], { job: job.job })}>All calls of {job.job}</a>
      </p>
    </>
  );
}
