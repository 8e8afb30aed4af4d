import { parsed, type Reader, readSyntax, refused } from '../../input/index.ts';
import type { Option } from './option.ts';

/** Whose processes the container sees: `'host'`, or those of another container. */
export const pidMode = {
  calls: { pidMode: { read: readMode(['host']) } },
  body: (mode) => ({ HostConfig: { PidMode: mode } }),
  hash: 'body',
} satisfies Option<string>;

/** Whose shared memory and semaphores the container uses. */
export const ipcMode = {
  calls: { ipcMode: { read: readMode(['host', 'private', 'shareable', 'none']) } },
  body: (mode) => ({ HostConfig: { IpcMode: mode } }),
  hash: 'body',
} satisfies Option<string>;

/** One of `words`, or `container:<name>`. */
function readMode(words: readonly string[]): Reader<string> {
  const expected = `${words.map((word) => `'${word}'`).join(', ')} or 'container:<name>'`;
  return readSyntax((text) =>
    words.includes(text) || /^container:[^\s:]+$/.test(text) ? parsed(text) : refused(expected),
  );
}
