/** One problem in something that was given to us, as data; {@link printIssue} puts it into words. */
export interface Issue {
  /** Where: `'ports[0]'`, `'limits.memory'`, `'DOCKTOPUS_LOG_LEVEL from the environment'`. */
  readonly path: string;
  /** The value that was given, as {@link printable} shows it, or a few words: `'nothing'`, `'an unknown key'`. */
  readonly got: string;
  /** A noun phrase: `'a whole number from 1 to 65535'`. */
  readonly expected: string;
  /** Why nothing else is possible, as a clause: `'it includes memory'`. */
  readonly because?: string;
  /** What to write: `"did you mean 'memory'?"`. */
  readonly hint?: string;
}

/** What is shown in place of a value that may be secret. */
export const HIDDEN = '[hidden]';

/** `limits.memorySwap: got 1 GiB, expected at least limits.memory (2 GiB), because it includes memory`. */
export function printIssue({ path, got, expected, because, hint }: Issue): string {
  const reason = because === undefined ? '' : `, because ${because}`;
  return `${path}: got ${got}, expected ${expected}${reason}${hint === undefined ? '' : `; ${hint}`}`;
}
