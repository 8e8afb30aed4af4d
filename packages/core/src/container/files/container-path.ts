import { posix } from 'node:path';
import { invalid, printable } from '../../errors/index.ts';

/** An absolute path in a container, without `.` and `..` and a slash at its end. */
export function containerPath(path: string, operation: string, subject: string): string {
  if (typeof path !== 'string' || !posix.isAbsolute(path) || path.includes('\0')) {
    const expected = 'an absolute path in the container, without NUL bytes';
    throw invalid(
      'spec.invalid',
      operation,
      [{ path: 'containerPath', got: printable(path), expected }],
      subject,
    );
  }
  const normal = posix.normalize(path);
  return normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal;
}
