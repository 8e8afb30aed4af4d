import type { JobDetails } from '@docktopus/dashboard';
import type { BlueprintClient } from '../../blueprint/index.ts';

export function jobPath(id: string): string {
  return `jobs/${encodeURIComponent(id)}`;
}

export function getJob(client: BlueprintClient, id: string): Promise<JobDetails & { readonly v: number }> {
  return client.get(jobPath(id));
}

/** What is told of a job beside the API's own version. */
export function withoutVersion<T extends { readonly v: number }>({ v: _, ...rest }: T): Omit<T, 'v'> {
  return rest;
}
