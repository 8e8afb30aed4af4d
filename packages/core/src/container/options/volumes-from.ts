import { parsed, readList, readSyntax, refused } from '../../input/index.ts';
import { united } from './combine.ts';
import type { Option } from './option.ts';

/** Containers whose volumes this one gets as well: `'data'`, `'data:ro'`. */
export const volumesFrom = {
  calls: {
    volumesFrom: {
      read: readList(
        readSyntax((text) =>
          /^[a-zA-Z0-9][\w.-]*(?::(?:rw|ro|z|Z)(?:,(?:rw|ro|z|Z))*)?$/.test(text)
            ? parsed(text)
            : refused("a container's name, with :ro after it if its volumes are only read"),
        ),
      ),
      combine: united,
    },
  },
  body: (names) => ({ HostConfig: { VolumesFrom: names } }),
  hash: 'body',
} satisfies Option<readonly string[]>;
