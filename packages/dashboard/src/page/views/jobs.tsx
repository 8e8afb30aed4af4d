import { hello } from '../live/connection.ts';
import { tables } from '../live/store.ts';
import { DurableJobs } from '../parts/durable-jobs.tsx';
import { MemoryJobs } from '../parts/memory-jobs.tsx';

/** The jobs of the blueprint that shows itself: a list of those in a store, numbers of the others. */
export function Jobs() {
  const inMemory = [...tables.jobs.value.values()]
    .flatMap(({ jobs }) => jobs.filter(({ durable }) => !durable))
    .sort((a, b) => a.job.localeCompare(b.job));
  const durable = hello.value?.jobs === true;
  return (
    <>
      <h1>Jobs</h1>
      {inMemory.length > 0 && <MemoryJobs jobs={inMemory} />}
      {durable && <DurableJobs />}
      {!durable && inMemory.length === 0 && (
        <p class="empty">A blueprint tells of its jobs while it runs and serves its own dashboard.</p>
      )}
    </>
  );
}
