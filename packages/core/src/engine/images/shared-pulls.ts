import { ReplaySubject } from 'rxjs';
import { checkArguments, type Problems } from '../../input/index.ts';
import { abortable, type CallOptions, startDeadline } from '../../scope/index.ts';
import type { EngineCalls } from '../calls/engine-calls.ts';
import type { ImageInspect } from './image-inspect.ts';
import type { ImagePull, PullOptions } from './images.ts';
import type { ImageActivities } from './progress/image-activities.ts';
import type { PullProgress } from './progress/pull-progress.ts';

const PULL_MS = 600_000;
const OPERATION = 'images.pull';

interface SharedPull {
  readonly done: Promise<ImageInspect>;
  readonly progress$: ReplaySubject<PullProgress>;
  readonly abort: AbortController;
  callers: number;
}

const READERS = {
  reference: (value: unknown, problems: Problems) =>
    typeof value === 'string' ? value : problems.refuse(value, 'an image such as registry/name:tag'),
};

/** One pull per image: who asks for one that is being pulled waits for the pull under way. */
export class SharedPulls {
  readonly #calls: EngineCalls;
  readonly #activities: ImageActivities;
  readonly #inspect: (reference: string, options: CallOptions) => Promise<ImageInspect>;
  readonly #underWay = new Map<string, SharedPull>();

  constructor(
    calls: EngineCalls,
    activities: ImageActivities,
    inspect: (reference: string, options: CallOptions) => Promise<ImageInspect>,
  ) {
    this.#calls = calls;
    this.#activities = activities;
    this.#inspect = inspect;
  }

  start(reference: string, options: PullOptions): ImagePull {
    checkArguments({ reference }, READERS, OPERATION);
    const deadline = startDeadline(options, PULL_MS, OPERATION, reference);
    const pull = this.#join(reference, options);
    const { onProgress } = options;
    // Failures come out of `completed`.
    const watching = onProgress && pull.progress$.subscribe({ next: onProgress, error: () => undefined });
    const completed = abortable(pull.done, deadline.signal).finally(() => {
      watching?.unsubscribe();
      deadline[Symbol.dispose]();
      pull.callers -= 1;
      // The last one to leave before the end ends it.
      if (pull.callers === 0) pull.abort.abort(deadline.signal.reason);
    });
    return { reference, progress$: pull.progress$.asObservable(), completed };
  }

  #join(reference: string, { platform, auth }: PullOptions): SharedPull {
    const key = JSON.stringify([reference, platform, auth]);
    const known = this.#underWay.get(key);
    if (known !== undefined && !known.abort.signal.aborted) {
      known.callers += 1;
      return known;
    }
    const abort = new AbortController();
    const progress$ = new ReplaySubject<PullProgress>(1);
    const done = this.#pull(reference, { platform, auth }, abort.signal, progress$);
    const pull: SharedPull = { done, progress$, abort, callers: 1 };
    this.#underWay.set(key, pull);
    const forget = () => {
      if (this.#underWay.get(key) === pull) this.#underWay.delete(key);
    };
    done.then(
      () => {
        forget();
        progress$.complete();
      },
      (error: unknown) => {
        forget();
        progress$.error(error);
      },
    );
    return pull;
  }

  async #pull(
    reference: string,
    options: Pick<PullOptions, 'platform' | 'auth'>,
    signal: AbortSignal,
    progress$: ReplaySubject<PullProgress>,
  ): Promise<ImageInspect> {
    return this.#activities.track('pull', reference, async (advance) => {
      const { pullImage } = await import('./pull-image.ts');
      await pullImage(this.#calls, reference, options, signal, (progress) => {
        progress$.next(progress);
        advance({ progress });
      });
      // A stream that says nothing wrong is not yet an image.
      return this.#inspect(reference, { signal });
    });
  }
}
