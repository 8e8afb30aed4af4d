import { parsed, readSyntax, refused } from '../../input/index.ts';

/** A host name, at most 63 characters because the engine takes no more. */
export const readHostname = readSyntax((text) =>
  text.length <= 63 && /^[a-zA-Z0-9](?:[a-zA-Z0-9_.-]*[a-zA-Z0-9])?$/.test(text)
    ? parsed(text)
    : refused('a host name of up to 63 letters, digits, dots and hyphens'),
);
