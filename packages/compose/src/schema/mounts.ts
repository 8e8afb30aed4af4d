import { posix } from 'node:path';
import { parseVolume } from '../syntax/index.ts';
import { entryOf, isMap, isNull, scalar, type TreeNode, textOf, withEntry } from '../tree/index.ts';
import { flag, labels, list, record, size, text } from './kinds.ts';
import { longVolume } from './short-forms.ts';

const BIND = record(
  {
    selinux: text({ oneOf: ['z', 'Z'] }),
    propagation: text(),
    create_host_path: flag({ keepZero: true, unless: true }),
    recursive: text({ oneOf: ['enabled', 'disabled', 'writable', 'readonly'] }),
  },
  { defaults: createdPath },
);

/** A missing host path is created unless it is said otherwise. */
function createdPath(node: TreeNode): TreeNode {
  return isMap(node) && isNull(entryOf(node, 'create_host_path'))
    ? withEntry(node, 'create_host_path', scalar(true))
    : node;
}

const MOUNT = record(
  {
    type: text({ oneOf: ['bind', 'volume', 'tmpfs', 'cluster', 'npipe', 'image'] }),
    source: text(),
    target: text(),
    read_only: flag(),
    consistency: text(),
    bind: BIND,
    volume: record({ labels: labels({ merge: 'append-all' }), nocopy: flag(), subpath: text() }),
    tmpfs: record({ size: size({ whole: true, min: 0 }), mode: text({ mode: true, min: 0 }) }),
    image: record({ subpath: text() }),
  },
  { required: ['type'], long: longVolume, short: { text: true, explain: explainVolume }, path: 'mount' },
);

function explainVolume(text: string): string | undefined {
  const volume = parseVolume(text);
  return volume.ok ? undefined : volume.expected;
}

/** Two mounts at one target are the same one. */
function sameMount(item: TreeNode): string | undefined {
  const text = textOf(item);
  if (text === undefined) return textOf(entryOf(item, 'target'));
  const volume = parseVolume(text);
  return volume.ok ? posix.resolve('/', volume.value.target) : undefined;
}

export const VOLUMES = list(MOUNT, { same: sameMount, distinct: true });
