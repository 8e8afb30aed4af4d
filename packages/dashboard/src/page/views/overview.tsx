import { computed, signal } from '@preact/signals';
import type { BlueprintView } from '../../board/blueprint-view.ts';
import type { ContainerView } from '../../board/container-view.ts';
import { connection } from '../live/connection.ts';
import { tables } from '../live/store.ts';
import { ContainerRow } from '../parts/container-row.tsx';
import { FailureList } from '../parts/failure-list.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { Badge, statusTone, statusWord, type Tone } from '../parts/status-badge.tsx';

const search = signal('');

/** The containers that the search leaves, by blueprint. */
const groups = computed(() => {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const found = new Map<string, ContainerView[]>();
  for (const view of tables.container.value.values()) {
    const text = searchText(view);
    if (!words.every((word) => text.includes(word))) continue;
    const group = found.get(view.blueprint);
    if (group === undefined) found.set(view.blueprint, [view]);
    else group.push(view);
  }
  for (const group of found.values()) group.sort(byName);
  return [...found].sort(([a], [b]) => a.localeCompare(b));
});

const totals = computed(() => {
  const all = [...tables.container.value.values()];
  const jobs = [...tables.jobs.value.values()];
  return {
    containers: all.length,
    running: all.filter(({ status }) => status === 'running').length,
    unwell: all.filter((view) => ['warn', 'bad'].includes(statusTone(view))).length,
    perSecond: jobs.reduce((sum, { perSecond }) => sum + perSecond, 0),
    hasJobs: jobs.length > 0,
    failures: tables.failure.value.size,
  };
});

/** Every blueprint with its containers. */
export function Overview() {
  return (
    <>
      <h1 class="hidden">Overview</h1>
      <Totals />
      <LatestFailures />
      <div class="bar">
        <SearchField text={search} label="Search containers" />
      </div>
      <Groups />
    </>
  );
}

function Totals() {
  const { containers, running, unwell, perSecond, hasJobs, failures } = totals.value;
  return (
    <dl class="totals">
      <Total name="running" value={`${running} of ${containers}`} />
      <Total name="in trouble" value={`${unwell}`} tone={unwell > 0 ? 'bad' : undefined} />
      {hasJobs && <Total name="jobs a second" value={perSecond.toFixed(1)} />}
      <Total name="failures" value={`${failures}`} tone={failures > 0 ? 'warn' : undefined} />
    </dl>
  );
}

function Total({ name, value, tone }: { name: string; value: string; tone?: Tone | undefined }) {
  return (
    <div class={tone === undefined ? 'total' : `total tone-${tone}`}>
      <dt>{name}</dt>
      <dd class="number">{value}</dd>
    </div>
  );
}

function LatestFailures() {
  const failures = [...tables.failure.value.values()].slice(-3).reverse();
  if (failures.length === 0) return null;
  return (
    <section aria-labelledby="failures-title">
      <h2 id="failures-title">Latest failures</h2>
      <FailureList failures={failures} />
    </section>
  );
}

function Groups() {
  if (groups.value.length === 0) return <Nothing />;
  return (
    <>
      {groups.value.map(([blueprint, containers]) => (
        <Group key={blueprint} name={blueprint} containers={containers} />
      ))}
    </>
  );
}

function Nothing() {
  if (connection.value === 'connecting') return <p class="quiet">Connecting …</p>;
  const text =
    search.value === '' ? 'No container of a blueprint is on this engine.' : 'No container fits the search.';
  return <p class="empty">{text}</p>;
}

function Group({ name, containers }: { name: string; containers: readonly ContainerView[] }) {
  const blueprint = tables.blueprint.value.get(name);
  return (
    <section aria-label={`Blueprint ${name}`}>
      <div class="group-title">
        <h2>{name}</h2>
        <SessionBadge blueprint={blueprint} />
        <span class="quiet number">{containers.length} containers</span>
      </div>
      <table class="containers">
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Name</th>
            <th scope="col">Image</th>
            <th scope="col">CPU</th>
            <th scope="col">Memory</th>
            <th scope="col">Restarts</th>
            <th scope="col">Age</th>
            <th scope="col">Ports</th>
          </tr>
        </thead>
        <tbody>
          {containers.map((view) => (
            <ContainerRow key={view.id} view={view} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Whether the blueprint's own process is there. */
function SessionBadge({ blueprint }: { blueprint: BlueprintView | undefined }) {
  if (blueprint === undefined) return null;
  if (blueprint.phase !== undefined)
    return <Badge tone={blueprint.phase === 'running' ? 'good' : 'busy'} text={blueprint.phase} />;
  const states = new Set(blueprint.sessions.map(({ state }) => state));
  const why = blueprint.sessions.map((session) => session.why).join('; ');
  if (states.has('alive'))
    return (
      <span title={why}>
        <Badge tone="good" text="up" />
      </span>
    );
  if (states.has('gone'))
    return (
      <span title={why}>
        <Badge tone="bad" text="its process is gone" />
      </span>
    );
  return (
    <span title={why}>
      <Badge tone="off" text={states.size === 0 ? 'down' : 'on another host'} />
    </span>
  );
}

function searchText(view: ContainerView): string {
  const { name, managedName, image, blueprint, id, member } = view;
  return `${name} ${managedName} ${image} ${blueprint} ${id} ${member?.key ?? ''} ${statusWord(view)}`.toLowerCase();
}

function byName(a: ContainerView, b: ContainerView): number {
  return (
    (a.managedName || a.name).localeCompare(b.managedName || b.name, 'en', { numeric: true }) ||
    a.id.localeCompare(b.id)
  );
}
