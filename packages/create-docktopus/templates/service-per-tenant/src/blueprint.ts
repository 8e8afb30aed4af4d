import { sqliteQueue } from '@docktopus/queue';
import { BlueprintRunner, type WebhookAuth, webhook } from '@docktopus/runner';
import { TenantContext } from './tenant-context.ts';
import { TenantJobs } from './tenant-jobs.ts';

const auth: WebhookAuth = {
  type: 'bearer',
  token: (injector) => injector.resolve(TenantContext).env.token,
};

/** `POST /notes` with `{ tenant, text }` keeps a note; `POST /list` with `{ tenant }` answers with all of them. */
export function blueprint(): BlueprintRunner {
  return BlueprintRunner.for(TenantContext)
    .jobs(TenantJobs)
    .queue(sqliteQueue())
    .producer(webhook({ path: '/notes', jobId: 'note', auth }))
    .producer(webhook({ path: '/list', jobId: 'notes', mode: 'result', auth }))
    .http({ dashboard: true });
}
