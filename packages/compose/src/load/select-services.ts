import { nearest } from '@docktopus/core/kit';
import {
  entryOf,
  isMap,
  type MapNode,
  map,
  type Problems,
  type TreeNode,
  textOf,
  withEntry,
} from '../tree/index.ts';

/** The services that run, and those that profiles or a selection leave out. */
export interface ServiceSelection {
  readonly enabled: ReadonlyMap<string, TreeNode>;
  readonly disabled: ReadonlyMap<string, TreeNode>;
  /** The profiles that are active in the end. */
  readonly profiles: readonly string[];
}

/** A service without profiles always runs; another one when one of its profiles is active, or `*` is. */
export function selectByProfiles(services: MapNode, profiles: readonly string[]): ServiceSelection {
  const enabled = new Map<string, TreeNode>();
  const disabled = new Map<string, TreeNode>();
  for (const [name, service] of services.entries) {
    const own = profilesOf(service);
    const runs =
      own.length === 0 || profiles.includes('*') || own.some((profile) => profiles.includes(profile));
    (runs ? enabled : disabled).set(name, service);
  }
  return { enabled, disabled, profiles };
}

/** Services by name and what they depend on. A named service's profiles are active with it. */
export function selectByName(
  selection: ServiceSelection,
  names: readonly string[],
  problems: Problems,
): ServiceSelection {
  const all = new Map([...selection.enabled, ...selection.disabled]);
  const profiles = new Set(selection.profiles);
  for (const name of names) {
    const service = all.get(name);
    if (service === undefined) addUnknown(name, all, problems);
    else if (selection.disabled.has(name)) for (const profile of profilesOf(service)) profiles.add(profile);
  }
  const active = selectByProfiles({ kind: 'map', entries: all }, [...profiles]);
  const wanted = new Set<string>();
  const visit = (name: string): void => {
    if (wanted.has(name) || !active.enabled.has(name)) return;
    wanted.add(name);
    const dependencies = entryOf(active.enabled.get(name), 'depends_on');
    if (isMap(dependencies)) for (const next of dependencies.entries.keys()) visit(next);
  };
  for (const name of names) visit(name);
  return {
    enabled: new Map(
      [...active.enabled]
        .filter(([name]) => wanted.has(name))
        .map(([name, service]) => [name, withoutOptional(service, wanted)]),
    ),
    disabled: new Map([...all].filter(([name]) => !wanted.has(name))),
    profiles: [...profiles],
  };
}

/** Without the dependencies that need not be there and are not. */
function withoutOptional(service: TreeNode, wanted: ReadonlySet<string>): TreeNode {
  const dependencies = entryOf(service, 'depends_on');
  if (!isMap(service) || !isMap(dependencies)) return service;
  const kept = [...dependencies.entries].filter(([name, dependency]) => {
    const required = entryOf(dependency, 'required');
    return wanted.has(name) || !(required?.kind === 'scalar' && required.value === false);
  });
  if (kept.length === dependencies.entries.size) return service;
  return withEntry(service, 'depends_on', kept.length === 0 ? undefined : map(kept, dependencies));
}

function addUnknown(name: string, all: ReadonlyMap<string, TreeNode>, problems: Problems): void {
  const meant = nearest(name, all.keys());
  problems.add('services', undefined, {
    got: `'${name}'`,
    expected: 'the name of a service',
    ...(meant === undefined ? {} : { hint: `did you mean '${meant}'?` }),
  });
}

function profilesOf(service: TreeNode): readonly string[] {
  const profiles = entryOf(service, 'profiles');
  return profiles?.kind === 'list' ? profiles.items.flatMap((item) => textOf(item) ?? []) : [];
}
