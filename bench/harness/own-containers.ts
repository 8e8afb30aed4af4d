import { RawEngine } from './raw-engine.ts';

/** The label of every container of this run, for every contender. */
export const RUN = process.env.DOCKTOPUS_BENCH_RUN ?? `bench-${process.pid}`;

export const LABELS = { 'docktopus.bench': RUN };

/** Removes what is left of this run, also when it has failed in the middle. */
export async function removeOwn(): Promise<void> {
  const raw = new RawEngine();
  const filters = encodeURIComponent(JSON.stringify({ label: [`docktopus.bench=${RUN}`] }));
  const left = await raw.json<readonly { Id: string }[]>(
    'GET',
    `/containers/json?all=true&filters=${filters}`,
  );
  for (const { Id } of left) await raw.call('DELETE', `/containers/${Id}?force=true&v=true`);
  raw.close();
}
