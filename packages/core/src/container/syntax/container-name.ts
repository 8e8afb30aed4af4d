import { type Parsed, parsed, refused } from '../../input/index.ts';

/** A container's name, as the engine takes it; the slash that the engine's own answers begin with is dropped. */
export function parseContainerName(text: string): Parsed<string> {
  const name = text.replace(/^\//, '');
  return /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name)
    ? parsed(name)
    : refused(
        'a name: two or more letters, digits, dots, underscores or hyphens, the first a letter or digit',
      );
}
