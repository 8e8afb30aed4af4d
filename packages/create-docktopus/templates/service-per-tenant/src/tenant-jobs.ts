import { type ContainerFamily, family } from '@docktopus/core';
import { body, job } from '@docktopus/runner';
import { injectable } from 'tsyringe';
import { z } from 'zod';

const Tenant = z.string().regex(/^[a-z0-9-]{1,40}$/);
const Note = z.object({ tenant: Tenant, text: z.string().max(1_000) });
const Question = z.object({ tenant: Tenant });

@injectable()
export class TenantJobs {
  /** An accepted note is on disk: it is kept even if this process dies first, and so it may be kept twice. */
  @job('note', { durable: true, retry: { attempts: 3 }, timeoutMs: 60_000, concurrencyKey: 'tenant' })
  async note(
    @family('tenants') tenants: ContainerFamily<string>,
    @body(Note) { tenant, text }: z.infer<typeof Note>,
  ) {
    await using box = await tenants.use(tenant);
    const { exitCode } = await box.exec(['sh', '-c', 'cat >> /data/notes'], { stdin: `${text}\n` });
    return { exitCode };
  }

  @job('notes')
  async notes(
    @family('tenants') tenants: ContainerFamily<string>,
    @body(Question) { tenant }: z.infer<typeof Question>,
  ) {
    await using box = await tenants.use(tenant);
    const { stdout } = await box.exec(['sh', '-c', 'cat /data/notes 2>/dev/null || true']);
    return stdout.split('\n').filter((line) => line !== '');
  }
}
