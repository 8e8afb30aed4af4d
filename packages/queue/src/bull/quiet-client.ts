import type { Postgres } from './bull-library.ts';

/**
 * A connection that the server ends fails its queries. Nothing listens to it while a pool has lent it, nor at moments in
 * which BullMQ opens or closes it, and its 'error' would then end the process.
 */
export function quietClient({ Client }: Pick<Postgres, 'Client'>): Postgres['Client'] {
  return class extends Client {
    override emit(event: string | symbol, ...args: unknown[]): boolean {
      if (event === 'error' && this.listenerCount('error') === 0) return false;
      return super.emit(event, ...args);
    }
  };
}
