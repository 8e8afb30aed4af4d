import { DocktopusError } from '@docktopus/core';
import { type RunMemory, storableText } from '../job/index.ts';
import type { Logger } from '../log/index.ts';
import type { AttemptReport, Lease } from './job-store.ts';
import { jsonText, parsedText } from './json-text.ts';
import type { QueueLimits } from './queue-options.ts';

/** What one job may remember; a job that needs more wants to be several. */
const MAX_STEPS = 1000;
/** Behind a line that is too long. */
const CUT = ' … (cut)';

/** What has been said and not been written: all of it is written together when the store has time. */
interface Waiting {
  progress: AttemptReport['progress'];
  readonly lines: { readonly at: number; readonly text: string }[];
  bytes: number;
  /** Lines that there was no room for. */
  leftOut: number;
}

/** What a durable job's run is kept in: its lease. */
export class LeasedMemory implements RunMemory {
  readonly #lease: Lease;
  readonly #limits: QueueLimits;
  readonly #log: Logger;
  /** Made when first asked for, as is all else here: most jobs have neither steps nor a log. */
  #known: Map<string, string> | undefined;
  #waiting: Waiting | undefined;
  #writing: Promise<void> | undefined;

  constructor(lease: Lease, limits: QueueLimits, log: Logger) {
    this.#lease = lease;
    this.#limits = limits;
    this.#log = log;
  }

  recall(step: string): { readonly value: unknown } | undefined {
    const known = this.#steps.get(storableText(step));
    return known === undefined ? undefined : { value: parsedText(known) };
  }

  /** @throws DocktopusError `job.too-large`, `job.not-json`, `lease.lost` */
  async remember(step: string, value: unknown): Promise<unknown> {
    const text = jsonText(value, {
      what: `the value of step "${step}"`,
      path: 'value',
      maxBytes: this.#limits.stepBytes,
      subject: this.#lease.job.id,
    });
    if (this.#steps.size >= MAX_STEPS) throw tooManySteps(this.#lease.job.id);
    const name = storableText(step);
    this.#steps.set(name, text);
    await this.#lease.step(name, text);
    // As later attempts will see it.
    return parsedText(text);
  }

  progress({ fraction, note }: { readonly fraction: number; readonly note: string | undefined }): void {
    this.#said.progress = { fraction, note: note === undefined ? undefined : storableText(String(note)) };
    this.#write();
  }

  log(line: string): void {
    const { logBytes } = this.#limits;
    const text = storableText(
      line.length > logBytes ? `${line.slice(0, logBytes - CUT.length)}${CUT}` : line,
    );
    const bytes = Buffer.byteLength(text);
    const said = this.#said;
    if (said.bytes + bytes > logBytes) said.leftOut += 1;
    else {
      said.lines.push({ at: Date.now(), text });
      said.bytes += bytes;
    }
    this.#write();
  }

  /** Resolves when all that was said has been written; nothing when there is nothing to wait for. Never rejects. */
  flush(): Promise<void> | undefined {
    return this.#writing?.then(() => this.flush());
  }

  get #steps(): Map<string, string> {
    this.#known ??= new Map(this.#lease.remembered);
    return this.#known;
  }

  get #said(): Waiting {
    this.#waiting ??= { progress: undefined, lines: [], bytes: 0, leftOut: 0 };
    return this.#waiting;
  }

  #write(): void {
    this.#writing ??= this.#writeAll();
  }

  async #writeAll(): Promise<void> {
    await Promise.resolve();
    try {
      while (this.#waiting !== undefined) {
        const { progress, lines, leftOut }: Waiting = this.#waiting;
        this.#waiting = undefined;
        if (leftOut > 0) lines.push({ at: Date.now(), text: `… ${leftOut} lines left out` });
        await this.#lease.report({ progress, lines: lines.length > 0 ? lines : undefined });
      }
    } catch (error) {
      this.#log.debug('what a job said of its progress was not kept', {
        callId: this.#lease.job.id,
        err: error,
      });
      this.#waiting = undefined;
    } finally {
      this.#writing = undefined;
    }
  }
}

function tooManySteps(id: string): DocktopusError {
  return new DocktopusError('job.too-large', {
    operation: 'run.step',
    subject: id,
    reason: `the job has ${MAX_STEPS} steps already`,
    hint: 'Do several things in one step, or submit a job for each part',
    details: { bytes: 0, maxBytes: 0 },
  });
}
