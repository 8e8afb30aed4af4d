import { type Observable, Subject } from 'rxjs';
import type { ImageActivity } from './image-activity.ts';
import { noProgress } from './next-progress.ts';

/** Tells what is new about the activity that it belongs to. */
export type Advance = (news: Pick<Partial<ImageActivity>, 'progress' | 'step'>) => void;

/** Of all connections, because what is shown of several of them is told apart by it. */
let count = 0;

/** All pulls, pushes and builds over one connection, for every caller. */
export class ImageActivities {
  readonly #activity$ = new Subject<ImageActivity>();

  /** Each new state of each activity, from its beginning to its `done` or `failed`. */
  get activity$(): Observable<ImageActivity> {
    return this.#activity$.asObservable();
  }

  /** Runs `act` as an activity. */
  async track<T>(
    kind: ImageActivity['kind'],
    subject: string,
    act: (advance: Advance) => Promise<T>,
  ): Promise<T> {
    count += 1;
    const startedAt = performance.now();
    let now: ImageActivity = {
      id: count,
      kind,
      subject,
      state: 'running',
      progress: noProgress(subject),
      elapsedMs: 0,
    };
    const tell = (news: Partial<ImageActivity>) => {
      now = { ...now, ...news, elapsedMs: Math.round(performance.now() - startedAt) };
      this.#activity$.next(now);
    };
    tell({});
    try {
      const result = await act(tell);
      tell({ state: 'done' });
      return result;
    } catch (error) {
      tell({ state: 'failed' });
      throw error;
    }
  }
}
