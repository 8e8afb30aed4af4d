import type { FailureView } from '../../board/failure-view.ts';
import { href } from '../router.ts';
import { Age } from './age.tsx';

/** What went wrong, each with a way to its cause. */
export function FailureList({ failures }: { failures: readonly FailureView[] }) {
  return (
    <ul class="failures">
      {failures.map(({ at, about, id, name, blueprint, reason }) => (
        <li key={`${at} ${id} ${reason}`}>
          <Age since={at} />
          <a data-row href={href([about === 'job' ? 'jobs' : 'containers', id])}>
            {name}
          </a>
          <span class="reason">{reason}</span>
          <span class="quiet">{blueprint}</span>
        </li>
      ))}
    </ul>
  );
}
