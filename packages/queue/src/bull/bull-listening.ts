import type { StoreEvent } from '@docktopus/runner/durable';
import type { BullLines } from './bull-lines.ts';
import type { BullEventsHandle, BullServer } from './bull-server.ts';

/** How often to look for lines that are new: nobody tells of those. */
const LOOK_EVERY_MS = 1000;
const CHANGES = ['added', 'active', 'completed', 'failed', 'delayed', 'waiting', 'removed'] as const;

/** Hears of what happens to jobs on other machines, for as long as somebody wants to. */
export function listenToLines(
  server: BullServer,
  lines: BullLines,
  hear: (event: StoreEvent) => void,
): Disposable {
  const listening = new Map<string, BullEventsHandle>();
  let stopped = false;
  const look = async () => {
    for (const line of await lines.all()) {
      if (stopped || listening.has(line.name)) continue;
      listening.set(line.name, listen(server.events(line.name), hear));
      // Whatever has happened there before was not heard.
      hear({ id: '*', kind: 'state' });
    }
  };
  // A server that is away is asked again.
  const lookIfThere = () => void look().catch(() => undefined);
  const timer = setInterval(lookIfThere, LOOK_EVERY_MS);
  timer.unref();
  lookIfThere();
  return {
    [Symbol.dispose]() {
      stopped = true;
      clearInterval(timer);
      for (const events of listening.values()) void events.close().catch(() => undefined);
    },
  };
}

function listen(events: BullEventsHandle, hear: (event: StoreEvent) => void): BullEventsHandle {
  const state = ({ jobId }: { readonly jobId: string }) => hear({ id: jobId, kind: 'state' });
  for (const name of CHANGES) events.on(name, state);
  events.on('progress', ({ jobId }) => hear({ id: jobId, kind: 'progress' }));
  return events;
}
