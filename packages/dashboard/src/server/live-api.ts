import { abortable, startDeadline } from '@docktopus/core/kit';
import type { Hono } from 'hono';
import { Board } from '../board/index.ts';
import type { DashboardSource } from '../source/index.ts';
import { type ApiEnv, apiRoutes } from './api-routes.ts';
import { LiveStreams } from './live-streams.ts';

/** The API over a source, live from {@link open} to {@link close}. */
export class LiveApi {
  readonly routes: Hono<ApiEnv>;
  readonly #source: DashboardSource;
  readonly #board = new Board();
  readonly #streams: LiveStreams;
  readonly #life = new AbortController();

  constructor(source: DashboardSource, actions: boolean) {
    this.#source = source;
    const board = this.#board;
    this.#streams = new LiveStreams({
      board,
      containers: source.containers,
      hello: { v: 1, title: source.title, actions, jobs: source.jobs !== undefined },
    });
    this.routes = apiRoutes({ board, streams: this.#streams, source, actions });
  }

  /** Resolves once the source has told what there is. @param signal gives up opening. */
  async open(signal: AbortSignal | undefined): Promise<void> {
    using opening = startDeadline({ signal }, Number.POSITIVE_INFINITY, 'dashboard');
    await abortable(this.#source.open(this.#board, this.#life.signal), opening.signal);
  }

  /** Says goodbye to the pages: their streams end by themselves. Twice is fine. */
  close(): void {
    this.#life.abort();
    this.#streams.close('the dashboard stops');
  }
}
