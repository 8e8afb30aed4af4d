import { entryOf, isMap, isNull, scalar, type TreeNode, withEntry } from '../tree/index.ts';
import { flag, labels, lines, list, mapOf, record, sameName, settings, size, text, whole } from './kinds.ts';
import { FILE_REFERENCES, HOSTS, ULIMITS } from './parts.ts';
import { textAs } from './short-forms.ts';

/** A build without a context is in the folder of its file. */
function usualContext(node: TreeNode): TreeNode {
  return isMap(node) && isNull(entryOf(node, 'context')) ? withEntry(node, 'context', scalar('.')) : node;
}

const texts = { same: sameName } as const;

/** How a service's image is built. */
export const BUILD = record(
  {
    context: text({ path: 'context' }),
    dockerfile: text(),
    dockerfile_inline: text(),
    entitlements: list(text()),
    args: settings({ merge: 'append-all', same: sameName }),
    ssh: lines(),
    labels: labels({ merge: 'append-all', same: sameName }),
    cache_from: list(text()),
    cache_to: list(text()),
    no_cache: flag(),
    no_cache_filter: list(text(), { single: true }),
    additional_contexts: labels({ merge: 'append-all', same: sameName, path: 'context' }),
    pull: flag(),
    extra_hosts: HOSTS,
    isolation: text(),
    network: text(),
    provenance: text({ alsoFlag: true }),
    sbom: text({ alsoFlag: true }),
    target: text(),
    secrets: FILE_REFERENCES,
    shm_size: size({ whole: true }),
    tags: list(text(), texts),
    ulimits: ULIMITS,
    platforms: list(text()),
    privileged: flag(),
  },
  { long: textAs('context'), short: { text: true }, defaults: usualContext },
);

export const HOOK_ENVIRONMENT = settings({ merge: 'append-all', same: sameName });

export const MODELS = mapOf(record({ endpoint_var: text(), model_var: text() }, { nullable: true }), {
  names: true,
  nullItems: true,
  merge: 'by-name',
  keys: /^[a-zA-Z0-9._-]+$/,
});

export const MODEL = record(
  {
    name: text(),
    model: text(),
    context_size: whole({ strict: true }),
    runtime_flags: list(text()),
  },
  { required: ['model'] },
);
