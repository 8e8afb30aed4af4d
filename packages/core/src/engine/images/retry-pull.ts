import { DocktopusError, isDocktopusError } from '../../errors/index.ts';
import { delay } from '../../scope/index.ts';

/** Failures on the engine's way to a registry that go away by themselves. */
const TRANSIENT =
  /\bEOF\b|TLS handshake timeout|i\/o timeout|connection reset by peer|broken pipe|Client\.Timeout|context deadline exceeded|(?:status|response|HTTP|code)\D{0,40}\b50[0234]\b|\b50[0234] (?:internal|bad gateway|service|gateway)|service (?:temporarily )?unavailable|bad gateway|gateway time-?out|temporary failure in name resolution|server misbehaving/i;

const RETRIES = 3;
const FIRST_PAUSE_MS = 1_000;

/**
 * Pulls, and again up to three times when the way to the registry failed, after about one, two and four seconds: with
 * jitter, since other processes fail at the same moment.
 *
 * @param onRetry is told before each pause.
 */
export async function retryPull(
  pull: () => Promise<void>,
  signal: AbortSignal,
  onRetry: (message: string) => void,
): Promise<void> {
  for (let retry = 1; ; retry += 1) {
    try {
      return await pull();
    } catch (error) {
      if (!isDocktopusError(error, 'image.pull-failed') || !TRANSIENT.test(error.reason)) throw error;
      if (retry > RETRIES) throw triedAll(error);
      const pauseMs = Math.round(FIRST_PAUSE_MS * 2 ** (retry - 1) * (0.5 + Math.random()));
      onRetry(`${error.reason}; trying again in ${pauseMs} ms (${retry} of ${RETRIES})`);
      await delay(pauseMs, signal);
    }
  }
}

function triedAll(error: DocktopusError<'image.pull-failed'>): DocktopusError {
  const { operation, subject, reason, hint, details } = error;
  return new DocktopusError('image.pull-failed', {
    operation,
    subject,
    reason: `${reason} (tried ${RETRIES + 1} times)`,
    hint,
    cause: error,
    details,
  });
}
