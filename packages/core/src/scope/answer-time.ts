/** A timer that fires so much later than it was set to tells that this process was held up: stopped, or busy in one turn. */
const LATE_MS = 20;

const MOST_MS = 1_000;

/**
 * How much longer to wait for an answer whose time was up `lateMs` milliseconds ago: `0`, unless this process was held up.
 * Timers fire before sockets are read, so an answer that came in time may still lie in its socket, and its engine is not to
 * be told as silent.
 */
export function heldUpGraceMs(lateMs: number): number {
  return lateMs < LATE_MS ? 0 : Math.min(lateMs, MOST_MS);
}

/** The time of something that others answer. */
export interface AnswerTimer extends Disposable {
  /** Begins the time again. */
  refresh(): void;
}

/** Calls `act` once, after `ms` milliseconds; if this process was held up, what has come meanwhile is read before. */
export function startAnswerTimer(ms: number, act: () => void): AnswerTimer {
  let endsAt = performance.now() + ms;
  let extension: NodeJS.Timeout | undefined;
  const timer = setTimeout(() => {
    const grace = heldUpGraceMs(performance.now() - endsAt);
    if (grace === 0) act();
    else extension = setTimeout(act, grace);
  }, ms);
  return {
    refresh() {
      clearTimeout(extension);
      endsAt = performance.now() + ms;
      timer.refresh();
    },
    [Symbol.dispose]() {
      clearTimeout(extension);
      clearTimeout(timer);
    },
  };
}

/**
 * As `AbortSignal.timeout`, which keeps no process alive either, for the time of something that others answer: see
 * {@link startAnswerTimer}.
 */
export function answerTimeout(ms: number): AbortSignal {
  const controller = new AbortController();
  const endsAt = performance.now() + ms;
  const abort = () => controller.abort(new DOMException(`no answer within ${ms} ms`, 'TimeoutError'));
  setTimeout(() => {
    const grace = heldUpGraceMs(performance.now() - endsAt);
    if (grace === 0) abort();
    else setTimeout(abort, grace).unref();
  }, ms).unref();
  return controller.signal;
}
