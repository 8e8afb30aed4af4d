import type { JobQueue, JobRecord } from '../durable/index.ts';
import { hasEnded } from '../durable/index.ts';
import { callView } from './call-view.ts';
import { eventText, type Look, type StreamPosition } from './event-stream.ts';

/** Lines of a log that are read at a time. */
const LINES = 200;

/**
 * What happens to a call, as server-sent events: `state` and `progress` when they change, `log` for each line, and with the
 * last `state` the stream has its end. It looks at what is there, so that one who comes later, or again, misses nothing.
 */
export class CallEvents {
  readonly #queue: JobQueue;
  readonly #callId: string;
  #line: number;
  #told: { state?: string; progress?: string } = {};

  constructor(queue: JobQueue, callId: string, { line }: StreamPosition) {
    this.#queue = queue;
    this.#callId = callId;
    this.#line = line;
  }

  /** What has happened since the last look. */
  async look(): Promise<Look> {
    const job = await this.#queue.get(this.#callId);
    // Retention or an operator has removed it.
    if (job === undefined)
      return { text: eventText('removed', {}, { line: this.#line, ended: true }), ended: true };
    const ended = hasEnded(job.state);
    // Lines that came before the end are told before it.
    const lines = await this.#lines();
    return { text: `${lines}${this.#progress(job)}${this.#state(job, ended)}`, ended };
  }

  async #lines(): Promise<string> {
    let text = '';
    for (;;) {
      const lines = await this.#queue.log(this.#callId, { after: this.#line, limit: LINES });
      for (const { line, at, text: said } of lines) {
        this.#line = line;
        text += eventText(
          'log',
          { line, at: new Date(at).toISOString(), text: said },
          { line, ended: false },
        );
      }
      if (lines.length < LINES) return text;
    }
  }

  #progress({ progress }: JobRecord): string {
    const now = JSON.stringify(progress);
    if (progress === undefined || now === this.#told.progress) return '';
    this.#told.progress = now;
    return eventText('progress', progress, { line: this.#line, ended: false });
  }

  #state(job: JobRecord, ended: boolean): string {
    const now = `${job.state} ${job.attempt} ${job.cancelling}`;
    if (now === this.#told.state) return '';
    this.#told.state = now;
    return eventText('state', callView(job), { line: this.#line, ended });
  }
}
