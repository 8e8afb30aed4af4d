import type { JobDetails } from '@docktopus/dashboard';
import type { BlueprintClient } from '../blueprint/index.ts';
import type { DurableJobs } from './durable-jobs.ts';

/** The jobs of a blueprint that runs, over its HTTP. */
export function blueprintJobs(client: BlueprintClient): DurableJobs {
  const path = (id: string) => `jobs/${encodeURIComponent(id)}`;
  return {
    list: ({ limit, state, job, cursor }) => {
      const query = new URLSearchParams({
        limit: `${limit}`,
        ...(state !== undefined && { state }),
        ...(job !== undefined && { job }),
        ...(cursor !== undefined && { cursor }),
      });
      return client.get(`jobs?${query}`);
    },
    get: async (id) => {
      const { v: _, ...job } = await client.get<JobDetails & { readonly v: number }>(path(id));
      return job;
    },
    submit: (call) => client.post('jobs', call),
    cancel: (id) => client.post(`${path(id)}/cancel`),
    redrive: (id) => client.post(`${path(id)}/redrive`),
    stats: async () => {
      const [view] = await client.all('jobs');
      return { states: view?.states ?? {}, jobs: view?.jobs ?? [], perSecond: view?.perSecond ?? 0 };
    },
    checkThatItCanEnd: () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
}
