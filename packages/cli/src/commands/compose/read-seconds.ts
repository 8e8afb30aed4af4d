import { readSpan } from '../text/read-span.ts';

/** Milliseconds of `--timeout 10`, in seconds as in Docker Compose, or of a span such as `1m30s`. @throws CommandFailure */
export function readSeconds(text: string | undefined, option: string): number | undefined {
  return text === undefined ? undefined : readSpan(text, option);
}
