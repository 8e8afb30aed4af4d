import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Hello, StatsSample, Watch } from '../api/index.ts';
import type { Board } from '../board/index.ts';
import type { ContainerSource } from '../source/index.ts';
import { Alarm } from './alarm.ts';
import { parseEventId, printEventId } from './event-id.ts';
import { LogFeed } from './log-feed.ts';
import { SSE_COMMENT, sseText } from './sse-text.ts';
import type { StatsFeed } from './stats-feed.ts';

/** What came within this time goes out together. */
const COLLECT_MS = 100;
const SILENCE_MS = 15_000;
const FIRST_STATS_MS = 500;
const NOTHING: Watch = { stats: [], statsEveryMs: 60_000 };

export interface LiveStreamParts {
  readonly board: Board;
  readonly stats: StatsFeed;
  readonly containers: ContainerSource;
  readonly hello: Omit<Hello, 'stream'>;
}

/**
 * What one page is told: the board, and beside it the statistics and logs that it has asked for.
 *
 * The text is made when it is wanted. A page that reads slowly gets fewer and larger differences, and delays no other page.
 */
export class LiveStream {
  readonly id = randomUUID();
  readonly #parts: LiveStreamParts;
  readonly #alarm = new Alarm();
  #seen: number | undefined;
  #watch = NOTHING;
  #logs: LogFeed | undefined;
  #watched: (() => void)[] = [];
  #statsAt = 0;
  #told = new Map<string, string>();
  #closed: string | undefined;

  /** @param lastEventId the state that the page already has. */
  constructor(parts: LiveStreamParts, lastEventId: string | undefined) {
    this.#parts = parts;
    this.#seen = parseEventId(lastEventId, parts.board.epoch);
  }

  /** Changes what is told beside the board. Containers that are not on the board are not heard of. */
  watch(wish: Watch): void {
    const { board, stats, containers } = this.#parts;
    const visible = (id: string) => board.get('container', id) !== undefined;
    const watched = wish.stats.filter(visible).map((id) => stats.watch(id));
    this.#unwatchStats();
    this.#watched = watched;
    const logs = wish.logs !== undefined && visible(wish.logs.id) ? wish.logs : undefined;
    if (JSON.stringify(logs) !== JSON.stringify(this.#watch.logs)) {
      this.#logs?.[Symbol.dispose]();
      this.#logs = logs && new LogFeed(containers, logs, () => this.#alarm.ring());
    }
    this.#watch = { stats: wish.stats, statsEveryMs: wish.statsEveryMs, ...(logs && { logs }) };
    this.#statsAt = 0;
    this.#told = new Map();
    this.#alarm.ring();
  }

  /** Ends the text, once the page has been told why. */
  close(reason: string): void {
    this.#closed ??= reason;
    this.#alarm.ring();
  }

  /** The stream's text, piece by piece, until {@link close}. */
  async *text(): AsyncGenerator<string> {
    const { board, hello } = this.#parts;
    const stopListening = board.onChange(() => this.#alarm.ring());
    try {
      yield `retry: 1000\n\n${sseText('hello', { ...hello, stream: this.id })}`;
      let quietSince = performance.now();
      while (this.#closed === undefined) {
        const news = this.#news();
        if (news !== '') {
          yield news;
          quietSince = performance.now();
          await pause(COLLECT_MS);
        } else if (performance.now() - quietSince >= SILENCE_MS) {
          yield SSE_COMMENT;
          quietSince = performance.now();
        } else {
          await this.#alarm.sleep(this.#nextDueMs(quietSince));
        }
      }
      yield sseText('bye', { reason: this.#closed });
    } finally {
      stopListening();
      this.#unwatchStats();
      this.#logs?.[Symbol.dispose]();
    }
  }

  #news(): string {
    return this.#boardNews() + this.#statsNews() + this.#logNews();
  }

  #boardNews(): string {
    const { board } = this.#parts;
    if (this.#seen === board.revision) return '';
    const change = board.since(this.#seen);
    this.#seen = change.revision;
    return sseText('board', change, printEventId(board.epoch, change.revision));
  }

  #statsNews(): string {
    if (performance.now() < this.#statsAt || this.#watch.stats.length === 0) return '';
    const samples = this.#watch.stats.flatMap((id): StatsSample[] => {
      const sample = this.#parts.stats.latest(id);
      return sample === undefined || this.#told.get(id) === sample.at ? [] : [sample];
    });
    for (const { id, at } of samples) this.#told.set(id, at);
    // The first ones take the engine a second or two.
    const againMs = samples.length === 0 ? FIRST_STATS_MS : this.#watch.statsEveryMs;
    this.#statsAt = performance.now() + againMs;
    return samples.length === 0 ? '' : sseText('stats', samples);
  }

  #logNews(): string {
    const batch = this.#logs?.take();
    return batch === undefined ? '' : sseText('logs', batch);
  }

  #nextDueMs(quietSince: number): number {
    const now = performance.now();
    const silenceMs = quietSince + SILENCE_MS - now;
    return Math.max(1, this.#watch.stats.length === 0 ? silenceMs : Math.min(silenceMs, this.#statsAt - now));
  }

  #unwatchStats(): void {
    for (const stop of this.#watched) stop();
    this.#watched = [];
  }
}
