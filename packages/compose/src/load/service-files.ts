import {
  childPath,
  entryOf,
  isMap,
  type MapNode,
  map,
  type Problems,
  scalar,
  type TreeNode,
  textOf,
  withEntry,
} from '../tree/index.ts';
import { type EnvFileReference, readEnvFiles } from './env-files.ts';
import type { FileAccess } from './file-access.ts';
import type { Environment } from './layer.ts';
import type { LoadSteps } from './load-steps.ts';
import { absolutePath, type HostPlace } from './resolve-paths.ts';

/** A printed service with the variables of its env files and the labels of its label files; its own come first. */
export async function resolveServiceFiles(
  name: string,
  service: TreeNode,
  outside: Environment,
  files: FileAccess,
  problems: Problems,
  { steps, place }: { readonly steps: LoadSteps; readonly place: HostPlace },
): Promise<TreeNode> {
  if (!isMap(service)) return service;
  const path = childPath('services', name);
  const own = ownValues(service, 'environment', outside);
  const known = new Map([...own].flatMap(([key, value]) => (value === null ? [] : [[key, value] as const])));
  const references = referencesOf(entryOf(service, 'env_file'), place);
  const variables = new Map([...known, ...outside]);
  const fromFiles = await readEnvFiles(references, variables, files, problems, `${path}.env_file`);
  let result = withMapping(service, 'environment', new Map<string, string | null>([...fromFiles, ...own]));
  const labelFiles = referencesOf(entryOf(service, 'label_file'), place);
  if (labelFiles.length > 0) {
    // Labels say what the file says, on every machine.
    const labels = await readEnvFiles(labelFiles, new Map(), files, problems, `${path}.label_file`);
    result = withMapping(result, 'labels', new Map([...labels, ...ownValues(service, 'labels', new Map())]));
  }
  return steps.keepEnvFiles
    ? result
    : withEntry(withEntry(result, 'env_file', undefined), 'label_file', undefined);
}

function ownValues(service: MapNode, key: string, outside: Environment): Map<string, string | null> {
  const node = service.entries.get(key);
  if (!isMap(node)) return new Map();
  return new Map(
    [...node.entries].map(([name, value]) => [name, textOf(value) ?? outside.get(name) ?? null]),
  );
}

function referencesOf(node: TreeNode | undefined, place: HostPlace): readonly EnvFileReference[] {
  if (node?.kind !== 'list') return [];
  return node.items.map((item) => {
    const required = entryOf(item, 'required');
    return {
      path: absolutePath(textOf(item) ?? textOf(entryOf(item, 'path')) ?? '', place),
      at: item,
      format: textOf(entryOf(item, 'format')),
      required: !(required?.kind === 'scalar' && required.value === false),
    };
  });
}

function withMapping(node: MapNode, key: string, values: ReadonlyMap<string, string | null>): MapNode {
  if (values.size === 0) return node;
  const given = node.entries.get(key);
  const entries = [...values].map(
    ([name, value]) => [name, scalar(value, entryOf(given, name) ?? given)] as const,
  );
  return withEntry(node, key, map(entries, given));
}
