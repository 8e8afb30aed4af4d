import { DocktopusError, type ErrorCode, isDocktopusError } from '@docktopus/core';

/** What SQLite says by number or by name, depending on the driver. */
const CODES: readonly [name: string, number: number, code: ErrorCode][] = [
  ['SQLITE_FULL', 13, 'queue.full'],
  ['SQLITE_BUSY', 5, 'queue.locked'],
  ['SQLITE_LOCKED', 6, 'queue.locked'],
  ['SQLITE_CORRUPT', 11, 'queue.damaged'],
  ['SQLITE_NOTADB', 26, 'queue.damaged'],
  ['SQLITE_IOERR', 10, 'queue.unavailable'],
  ['SQLITE_CANTOPEN', 14, 'queue.unavailable'],
  ['SQLITE_READONLY', 8, 'queue.unavailable'],
];

const WORDS: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  'queue.full': [
    'there is no room for more: the disk is full',
    'Make room; accepted jobs are kept, and running ones are settled as soon as there is room',
  ],
  'queue.locked': [
    'another process has the file open',
    'Open it in one process, and reach its jobs from the others over HTTP; or share a bullQueue()',
  ],
  'queue.damaged': [
    'the file is damaged, or is not a Docktopus database',
    'It has not been changed. Restore a copy, or give another path',
  ],
  'queue.unavailable': [
    'the file cannot be read or written',
    'Check that the folder exists and that this process may write to it',
  ],
};

/** The same of a database that is open, to the caller of a write. */
export function writeFailure(error: unknown, path: string): unknown {
  if (codeOf(error) !== 'queue.locked') return sqlFailure(error, path);
  // It passes, and callers that can wait wait for what is unavailable.
  return new DocktopusError('queue.unavailable', {
    operation: 'sqliteQueue',
    subject: path,
    reason: 'another process holds the file for too long: it has much to write, or stands still',
    hint: 'Try again; end that process if it stands still',
    cause: error,
  });
}

/** The failure of a driver in our words; whatever it is not, as it is. */
export function sqlFailure(error: unknown, path: string): unknown {
  const code = codeOf(error);
  const [reason, hint] = (code && WORDS[code]) ?? [];
  if (code === undefined || reason === undefined) return error;
  const said = error instanceof Error ? error.message : String(error);
  const facts = {
    operation: 'sqliteQueue',
    subject: path,
    reason: `${reason} (${said})`,
    hint,
    cause: error,
  };
  return new DocktopusError(code, facts as never);
}

/** Whether the database may take the same again later. */
export function isPassing(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'queue.full' || code === 'queue.locked' || code === 'queue.unavailable';
}

function codeOf(error: unknown): ErrorCode | undefined {
  if (!(error instanceof Error)) return undefined;
  if (isDocktopusError(error)) return codeOf(error.cause);
  const { errcode, code, rawCode } = error as { errcode?: unknown; code?: unknown; rawCode?: unknown };
  // The lowest byte is the kind, the others say more.
  const number = Number(errcode ?? rawCode ?? Number.NaN) & 0xff;
  return CODES.find(([name, value]) => String(code).startsWith(name) || value === number)?.[2];
}
