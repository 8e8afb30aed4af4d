import type { Logger } from '@docktopus/runner';
import type { BullLines } from './bull-lines.ts';

interface SeenHost {
  mark: string | undefined;
  /** By the clock of this process alone, which no other machine has to agree with. */
  since: number;
  reported: boolean;
}

export interface HostWatchParts {
  readonly lines: BullLines;
  readonly log: Logger;
  readonly host: string;
  readonly leaseMs: number;
}

/**
 * Tells of jobs that wait for a host that has gone. They are not moved: what they need is on that host. Each worker leaves
 * a mark with each beat; a host whose mark has not changed for two leases has gone.
 */
export class HostWatch {
  readonly #parts: HostWatchParts;
  readonly #others = new Map<string, SeenHost>();

  constructor(parts: HostWatchParts) {
    this.#parts = parts;
  }

  async beat(): Promise<void> {
    const { lines, host } = this.#parts;
    const marks = await lines.markHost(host);
    const hosts = new Set((await lines.all()).flatMap(({ affinity }) => affinity ?? []));
    hosts.delete(host);
    for (const other of hosts) await this.#look(other, marks.get(other));
  }

  async #look(host: string, mark: string | undefined): Promise<void> {
    const { log, leaseMs } = this.#parts;
    const now = performance.now();
    const seen = this.#others.get(host);
    if (seen === undefined || seen.mark !== mark) {
      if (seen?.reported === true) log.info('a host that jobs have waited for is back', { host });
      this.#others.set(host, { mark, since: now, reported: false });
      return;
    }
    if (seen.reported || now - seen.since < 2 * leaseMs) return;
    const jobs = await this.#waiting(host);
    if (jobs === 0) return;
    seen.reported = true;
    log.warn(
      'jobs wait for a host that has gone: start a worker of this name, or remove them; they run nowhere else',
      {
        host,
        jobs,
        silentMs: Math.round(now - seen.since),
      },
    );
  }

  async #waiting(host: string): Promise<number> {
    const lines = (await this.#parts.lines.all()).filter(({ affinity }) => affinity === host);
    const counts = await Promise.all(
      lines.map(({ queue }) => queue.getJobCountByTypes('wait', 'prioritized', 'delayed', 'active')),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  }
}
