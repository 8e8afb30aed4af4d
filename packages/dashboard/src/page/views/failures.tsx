import { tables } from '../live/store.ts';
import { FailureList } from '../parts/failure-list.tsx';

/** Everything that went wrong lately, the latest first. */
export function Failures() {
  const failures = [...tables.failure.value.values()].reverse();
  return (
    <>
      <h1>Failures</h1>
      {failures.length === 0 ? (
        <p class="empty">Nothing has failed since this dashboard was started.</p>
      ) : (
        <FailureList failures={failures} />
      )}
    </>
  );
}
