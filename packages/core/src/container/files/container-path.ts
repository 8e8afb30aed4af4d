import { posix } from 'node:path';
import { invalid, printable } from '../../errors/index.ts';

/** An absolute path in a container, without `.` and `..` and a slash at its end. */
export function containerPath(path: string, operation: string, subject: string): string {
  if (!posix.isAbsolute(path) || path.includes('\0')) {
    const accepted = 'an absolute path in the container, without NUL, is needed';
    throw invalid(
      'spec.invalid',
      operation,
      [{ path: 'containerPath', value: printable(path), accepted }],
      subject,
    );
  }
  const normal = posix.normalize(path);
  return normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal;
}
