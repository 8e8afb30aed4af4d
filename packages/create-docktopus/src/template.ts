/** A kind of service to begin with. */
export interface Template {
  readonly name: 'minimal' | 'sandbox' | 'service-per-tenant' | 'compose';
  readonly title: string;
  /** Our packages that it needs besides core, runner and dashboard. */
  readonly packages: readonly string[];
  /** Packages of others that only some machines need, and that may fail to install. */
  readonly optional?: Readonly<Record<string, string>>;
  /** Settings that are secrets: each gets a random value in `.env`. */
  readonly secrets: readonly string[];
}

export const TEMPLATES: readonly Template[] = [
  {
    name: 'minimal',
    title: 'minimal: a job that runs a container',
    packages: [],
    secrets: [],
  },
  {
    name: 'sandbox',
    title: 'sandbox: runs untrusted programs from a warm pool, by webhook',
    packages: [],
    secrets: ['DOCKTOPUS_TOKEN'],
  },
  {
    name: 'service-per-tenant',
    title: 'service-per-tenant: a container for each tenant, and durable jobs',
    packages: ['@docktopus/queue'],
    // SQLite for Node before 22.13.
    optional: { libsql: '^0.5.29' },
    secrets: ['DOCKTOPUS_TOKEN'],
  },
  {
    name: 'compose',
    title: 'compose: owns the services of a compose.yaml',
    packages: ['@docktopus/compose'],
    secrets: [],
  },
];

export function findTemplate(name: string): Template | undefined {
  return TEMPLATES.find((template) => template.name === name);
}
