import type { ContainerView } from '../../board/container-view.ts';
import { statsOf } from '../live/stats-history.ts';
import { watchStats } from '../live/watch.ts';
import { href } from '../router.ts';
import { sizeText } from '../text/size-text.ts';
import { Age } from './age.tsx';
import { useInView } from './in-view.ts';
import { PortLinks } from './port-links.tsx';
import { Sparkline } from './sparkline.tsx';
import { StatusBadge } from './status-badge.tsx';

/** One container in a list; its statistics come while it is in view and runs. */
export function ContainerRow({ view }: { view: ContainerView }) {
  const running = view.status === 'running';
  const ref = useInView<HTMLTableRowElement>(running, () => watchStats(view.id));
  const samples = statsOf(view.id);
  const name = view.managedName || view.name;
  return (
    <tr ref={ref}>
      <td data-label="State">
        <StatusBadge of={view} />
      </td>
      <th scope="row">
        <a data-row href={href(['containers', view.id])}>
          {name}
        </a>
        {name !== view.name && <span class="quiet engine-name">{view.name}</span>}
      </th>
      <td data-label="Image" class="image">
        {view.image}
      </td>
      <td data-label="CPU">
        {running && (
          <Sparkline
            samples={samples}
            value={cpu}
            atLeast={10}
            text={percent}
            label="CPU over the last minute"
          />
        )}
      </td>
      <td data-label="Memory">
        {running && (
          <Sparkline
            samples={samples}
            value={memory}
            atLeast={1}
            text={sizeText}
            label="Memory over the last minute"
          />
        )}
      </td>
      <td data-label="Restarts" class="number">
        {view.restartCount}
      </td>
      <td data-label="Age">
        <Age since={view.status === 'exited' ? view.finishedAt : (view.startedAt ?? view.createdAt)} />
      </td>
      <td data-label="Ports">
        <PortLinks ports={view.ports} />
      </td>
    </tr>
  );
}

const cpu = ({ cpuPercent }: { cpuPercent: number }) => cpuPercent;
const memory = ({ memoryBytes }: { memoryBytes: number }) => memoryBytes;
const percent = (value: number) => `${value.toFixed(1)} %`;
