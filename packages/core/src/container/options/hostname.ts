import { printable } from '../../errors/index.ts';
import { parsed, readSyntax, refused } from '../../input/index.ts';
import { type NetworkAttachment, sharedNetwork } from './networks.ts';
import type { Option } from './option.ts';

/** At most 63 characters, because the engine takes no more. */
export const hostname = {
  calls: {
    hostname: {
      read: readSyntax((text) =>
        text.length <= 63 && /^[a-zA-Z0-9](?:[a-zA-Z0-9_.-]*[a-zA-Z0-9])?$/.test(text)
          ? parsed(text)
          : refused('a host name of up to 63 letters, digits, dots and hyphens'),
      ),
    },
  },
  body: (text) => ({ Hostname: text }),
  hash: 'body',
  contradictions: (text, { networks }) => {
    const shared = sharedNetwork(networks);
    if (shared === undefined) return [];
    const because = "the other container's hostname is used there";
    return [{ path: 'hostname', got: printable(text), expected: `none on network '${shared}'`, because }];
  },
} satisfies Option<string, { readonly networks?: readonly NetworkAttachment[] }>;
