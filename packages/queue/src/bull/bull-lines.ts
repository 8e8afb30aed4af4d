import { type NewJob, newCallId } from '@docktopus/runner/durable';
import { BullLine, lineName } from './bull-line.ts';
import type { BullEventsHandle, BullQueueHandle, BullServer } from './bull-server.ts';

const CONTROL = 'docktopus';
const LINE = 'line:';
const PAUSED = 'paused:';
const TICK = 'tick:';
const HOST = 'host:';
/** How long what was read of the others is believed. */
const FRESH_MS = 1000;
/** By which workers hear of a cancel at once; what counts is in the job. */
const CANCEL_EVENT = 'docktopus-cancel';

/**
 * The lines that there are, in this program and in others that share its server, and what holds for all of them: kept in
 * the metadata of a queue that has no jobs.
 */
export class BullLines {
  readonly #server: BullServer;
  readonly #control: BullQueueHandle;
  readonly #lines = new Map<string, BullLine>();
  readonly #announced = new Map<string, Promise<void>>();
  #meta: Readonly<Record<string, string>> = {};
  #readAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<Readonly<Record<string, string>>> | undefined;

  constructor(server: BullServer) {
    this.#server = server;
    this.#control = server.queue(CONTROL);
  }

  /** The line of a job, which others hear of. */
  async announce({ job, affinity }: Pick<NewJob, 'job' | 'affinity'>): Promise<BullLine> {
    const line = this.#line(job, affinity);
    let announced = this.#announced.get(line.name);
    if (announced === undefined) {
      announced = this.#tellOf(line);
      this.#announced.set(line.name, announced);
      announced.catch(() => this.#announced.delete(line.name));
    }
    await announced;
    return line;
  }

  async #tellOf(line: BullLine): Promise<void> {
    const { name, job, affinity } = line;
    await this.#control.backend.setQueueMeta({ [`${LINE}${name}`]: JSON.stringify([job, affinity ?? null]) });
    const meta = await this.#read(0);
    if (isPaused(meta, job)) await line.queue.pause();
  }

  /** All lines; of one job if it is given. */
  async all(job?: string): Promise<readonly BullLine[]> {
    const meta = await this.#read(FRESH_MS);
    for (const [field, value] of Object.entries(meta)) {
      if (!field.startsWith(LINE)) continue;
      const [name, affinity] = JSON.parse(value) as [string, string | null];
      this.#line(name, affinity ?? undefined);
    }
    return [...this.#lines.values()].filter((line) => job === undefined || line.job === job);
  }

  /** The line that has a job of this id, if any has. */
  async having(id: string): Promise<BullLine | undefined> {
    const lines = await this.all();
    const states = await Promise.all(lines.map((line) => line.queue.getJobState(id)));
    return lines[states.findIndex((state) => state !== 'unknown')];
  }

  async pause(job: string | undefined, paused: boolean): Promise<void> {
    await this.#control.backend.setQueueMeta({ [`${PAUSED}${job ?? '*'}`]: paused ? '1' : '0' });
    const meta = await this.#read(0);
    for (const line of await this.all()) {
      if (isPaused(meta, line.job)) await line.queue.pause();
      else await line.queue.resume();
    }
  }

  /** Leaves a sign of life of a host. @returns the latest of each. */
  async markHost(host: string): Promise<ReadonlyMap<string, string>> {
    await this.#control.backend.setQueueMeta({ [`${HOST}${host}`]: newCallId() });
    const marks = Object.entries(await this.#read(0)).filter(([field]) => field.startsWith(HOST));
    return new Map(marks.map(([field, mark]) => [field.slice(HOST.length), mark]));
  }

  async lastTick(schedule: string): Promise<number | undefined> {
    const tick = await this.#control.backend.getQueueMetaField(`${TICK}${schedule}`);
    return tick === null ? undefined : Number(tick);
  }

  async rememberTick(schedule: string, tick: number): Promise<void> {
    await this.#control.backend.setQueueMeta({ [`${TICK}${schedule}`]: tick });
  }

  /** Tells all workers that a job that runs is to end. */
  async tellCancel(id: string): Promise<void> {
    await this.#control.backend.publishEvent({ event: CANCEL_EVENT, jobId: id }, 1000);
  }

  /** Hears of such jobs. There is one place for all lines: those of a line tell of everything that happens there. */
  hearCancels(hear: (id: string) => void): BullEventsHandle {
    const events = this.#server.events(CONTROL);
    const listener = ({ jobId }: { readonly jobId: string }) => hear(jobId);
    events.on(CANCEL_EVENT as never, listener as never);
    return events;
  }

  async close(): Promise<void> {
    await Promise.all([
      this.#control.close(),
      ...[...this.#lines.values()].map(({ queue }) => queue.close()),
    ]);
  }

  #line(job: string, affinity: string | undefined): BullLine {
    const name = lineName(job, affinity);
    const line = this.#lines.get(name) ?? new BullLine(job, affinity, this.#server);
    this.#lines.set(name, line);
    return line;
  }

  async #read(maxAgeMs: number): Promise<Readonly<Record<string, string>>> {
    if (performance.now() - this.#readAt <= maxAgeMs) return this.#meta;
    // A caller that has just written reads for itself: a shared read may have begun before the write.
    if (maxAgeMs === 0) return await this.#readNow();
    this.#reading ??= this.#readNow().finally(() => {
      this.#reading = undefined;
    });
    return await this.#reading;
  }

  async #readNow(): Promise<Readonly<Record<string, string>>> {
    this.#meta = await this.#control.backend.getQueueMeta();
    this.#readAt = performance.now();
    return this.#meta;
  }
}

function isPaused(meta: Readonly<Record<string, string>>, job: string): boolean {
  return meta[`${PAUSED}*`] === '1' || meta[`${PAUSED}${job}`] === '1';
}
