import { entryOf, isMap, isNull, scalar, type TreeNode, textOf, withEntry } from '../tree/index.ts';
import { hosts, list, mapOf, record, text, whole } from './kinds.ts';
import { numberAs, textAs } from './short-forms.ts';

/** A secret or a config that a service or a build gets. */
const FILE_REFERENCE = record(
  { source: text(), target: text(), uid: text(), gid: text(), mode: text({ mode: true }) },
  { long: textAs('source'), short: { text: true } },
);

export const FILE_REFERENCES = list(FILE_REFERENCE);

/** Two files at one target are the same one. */
function sameTarget(folder: string): (item: TreeNode) => string | undefined {
  return (item) => (textOf(item) === undefined ? targetOf(item, folder) : `${folder}/${textOf(item)}`);
}

function targetOf(item: TreeNode, folder: string): string | undefined {
  if (!isMap(item)) return undefined;
  return textOf(entryOf(item, 'target')) ?? `${folder}/${textOf(entryOf(item, 'source')) ?? ''}`;
}

/** A secret is at its name unless a target says otherwise. */
function secretTarget(node: TreeNode): TreeNode {
  const source = textOf(entryOf(node, 'source'));
  if (!isMap(node) || source === undefined || !isNull(entryOf(node, 'target'))) return node;
  return withEntry(node, 'target', scalar(`/run/secrets/${source}`));
}

const SECRET_REFERENCE: typeof FILE_REFERENCE = { ...FILE_REFERENCE, defaults: secretTarget };

export const SECRETS = list(SECRET_REFERENCE, { same: sameTarget('/run/secrets') });
export const CONFIGS = list(FILE_REFERENCE, { same: sameTarget('') });

export const HOSTS = hosts({ merge: 'append-new' });

export const ULIMITS = mapOf(
  record(
    { single: whole(), soft: whole(), hard: whole() },
    { long: numberAs('single'), short: { number: true }, merge: 'own' },
  ),
);
