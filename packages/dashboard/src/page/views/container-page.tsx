import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ContainerDetails } from '../../api/index.ts';
import type { ContainerView } from '../../board/container-view.ts';
import { getJson } from '../api.ts';
import { hello } from '../live/connection.ts';
import { tables } from '../live/store.ts';
import { setStatsPace } from '../live/watch.ts';
import { ActionButton, ActionProblem } from '../parts/action-button.tsx';
import { Age } from '../parts/age.tsx';
import { EventTable } from '../parts/event-table.tsx';
import { LogView } from '../parts/log-view.tsx';
import { PortLinks } from '../parts/port-links.tsx';
import { SettingsTable } from '../parts/settings-table.tsx';
import { StateBand } from '../parts/state-band.tsx';
import { StatsPlots } from '../parts/stats-plots.tsx';
import { Badge, StatusBadge } from '../parts/status-badge.tsx';
import { href } from '../router.ts';

const TABS = ['logs', 'stats', 'spec', 'events'] as const;
const LIST_PACE_MS = 3_000;
const CLOSE_PACE_MS = 1_000;
/** What changes at once is asked for once. */
const SETTLE_MS = 150;

/** One container, whether it is there or was. */
export function ContainerPage({ id, tab }: { id: string; tab: string }) {
  const details = useSignal<ContainerDetails | undefined>(undefined);
  const problem = useSignal('');
  useSignalEffect(() => {
    // Whenever its row changes, there is more to tell.
    void tables.container.value.get(id);
    const abort = new AbortController();
    const timer = setTimeout(() => {
      getJson<ContainerDetails>(`containers/${encodeURIComponent(id)}`, abort.signal).then(
        (found) => {
          details.value = found;
          problem.value = '';
        },
        (error) => {
          if (!abort.signal.aborted) problem.value = error instanceof Error ? error.message : String(error);
        },
      );
    }, SETTLE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  });
  useEffect(() => {
    setStatsPace(CLOSE_PACE_MS);
    return () => setStatsPace(LIST_PACE_MS);
  }, []);
  const present = tables.container.value.get(id);
  const view = present ?? details.value?.container;
  if (view === undefined) {
    return (
      <>
        <h1>Container</h1>
        <p class="empty">{problem.value || 'Looking …'}</p>
      </>
    );
  }
  return (
    <>
      <Heading view={view} removed={present === undefined} />
      <ActionProblem />
      <Facts view={view} command={details.value?.command ?? []} />
      {details.value && <StateBand history={details.value.history} />}
      <nav class="tabs" aria-label="About this container">
        {TABS.map((name) => (
          <a
            key={name}
            href={href(['containers', id, name])}
            aria-current={name === tab ? 'page' : undefined}
          >
            {name}
          </a>
        ))}
      </nav>
      <Tab tab={tab} view={view} details={details.value} />
    </>
  );
}

function Tab({
  tab,
  view,
  details,
}: {
  tab: string;
  view: ContainerView;
  details: ContainerDetails | undefined;
}) {
  if (tab === 'stats') return <StatsPlots id={view.id} running={view.status === 'running'} />;
  if (tab === 'spec') return <SettingsTable settings={details?.settings ?? []} />;
  if (tab === 'events') return <EventTable events={details?.events ?? []} history={details?.history ?? []} />;
  return <LogView id={view.id} name={view.managedName || view.name} />;
}

function Heading({ view, removed }: { view: ContainerView; removed: boolean }) {
  return (
    <div class="group-title">
      <h1>{view.managedName || view.name}</h1>
      {removed ? <Badge tone="off" text="removed" /> : <StatusBadge of={view} />}
      <span class="quiet">
        {view.blueprint} · {view.name}
      </span>
      {hello.value?.actions && !removed && <Actions view={view} />}
    </div>
  );
}

function Actions({ view: { id, status, managedName, name } }: { view: ContainerView }) {
  const path = `containers/${id}`;
  const shown = managedName || name;
  return (
    <span class="actions">
      {status === 'running' || status === 'paused' || status === 'restarting' ? (
        <>
          <ActionButton name="Restart" path={`${path}/restart`} question={`Restart ${shown}?`} />
          <ActionButton name="Stop" path={`${path}/stop`} question={`Stop ${shown}?`} />
        </>
      ) : (
        <ActionButton name="Start" path={`${path}/start`} />
      )}
    </span>
  );
}

function Facts({ view, command }: { view: ContainerView; command: readonly string[] }) {
  return (
    <dl class="facts">
      <Fact name="Image">{view.image}</Fact>
      <Fact name="Command">
        <code>{command.join(' ')}</code>
      </Fact>
      <Fact name="Started">
        <Age since={view.startedAt} />
      </Fact>
      <Fact name="Restarts">
        <span class="number">{view.restartCount}</span>
      </Fact>
      <Fact name="Lifetime">{view.lifetime}</Fact>
      <Fact name="Ports">
        <PortLinks ports={view.ports} />
      </Fact>
      {view.member && (
        <Fact name="Member">
          {view.member.family} / {view.member.key}
        </Fact>
      )}
      {view.job !== undefined && (
        <Fact name="Job">
          <a href={href(['jobs', view.job])}>{view.job}</a>
        </Fact>
      )}
      {view.error !== undefined && <Fact name="Error">{view.error}</Fact>}
      <Fact name="Id">
        <code>{view.id.slice(0, 12)}</code>
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
