import { useSignalEffect } from '@preact/signals';
import { hello } from './live/connection.ts';
import { HelpDialog } from './parts/help-dialog.tsx';
import { PageHeader } from './parts/page-header.tsx';
import { TroubleBar } from './parts/trouble-bar.tsx';
import { route } from './router.ts';
import { ContainerPage } from './views/container-page.tsx';
import { Failures } from './views/failures.tsx';
import { Families } from './views/families.tsx';
import { JobPage } from './views/job-page.tsx';
import { Jobs } from './views/jobs.tsx';
import { Overview } from './views/overview.tsx';
import { Plans } from './views/plans.tsx';

/** The frame around every view. */
export function App() {
  useSignalEffect(() => {
    document.title = `${hello.value?.title ?? 'Docktopus'} · ${route.value.view}`;
  });
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to the content
      </button>
      <PageHeader />
      <TroubleBar />
      <main id="main" tabIndex={-1}>
        <View />
      </main>
      <HelpDialog />
    </>
  );
}

function View() {
  const { view, rest } = route.value;
  const [id, tab = 'logs'] = rest;
  if (view === 'containers' && id !== undefined) return <ContainerPage key={id} id={id} tab={tab} />;
  if (view === 'plan') return <Plans />;
  if (view === 'families') return <Families />;
  if (view === 'failures') return <Failures />;
  if (view === 'jobs') return id === undefined ? <Jobs /> : <JobPage key={id} id={id} />;
  return <Overview />;
}
