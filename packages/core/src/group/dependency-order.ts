import type { DependencyCondition } from '../container/index.ts';
import { DocktopusError, didYouMean, type Issue, invalid, printable } from '../errors/index.ts';

/** Something that is started after others. */
export interface Dependent {
  readonly name: string;
  readonly dependsOn: Readonly<Record<string, DependencyCondition>>;
}

/**
 * The same things, each after its dependencies, else in the order given. Dependencies that are not among them are ignored.
 *
 * @param kind names the group in errors: `'context'`.
 * @throws DocktopusError `context.cycle` with the way round.
 */
export function dependencyOrder<T extends Dependent>(things: readonly T[], kind: string): readonly T[] {
  const byName = new Map(things.map((thing) => [thing.name, thing]));
  const ordered = new Set<T>();
  const path: string[] = [];
  const visit = (thing: T | undefined): void => {
    if (thing === undefined || ordered.has(thing)) return;
    if (path.includes(thing.name)) throw cycle([...path.slice(path.indexOf(thing.name)), thing.name], kind);
    path.push(thing.name);
    for (const name of Object.keys(thing.dependsOn)) visit(byName.get(name));
    path.pop();
    ordered.add(thing);
  };
  for (const thing of things) visit(thing);
  return [...ordered];
}

/**
 * @throws DocktopusError `context.invalid` naming every dependency that does not exist, with the nearest known name.
 */
export function requireDependencies(
  things: readonly Dependent[],
  known: readonly string[],
  kind: string,
): void {
  const issues = things.flatMap(({ name, dependsOn }) =>
    Object.keys(dependsOn)
      .filter((dependency) => !known.includes(dependency))
      .map((dependency): Issue => {
        return {
          path: `${name}.dependsOn`,
          got: printable(dependency),
          expected: `a container of this ${kind} (${known.join(', ')})`,
          ...didYouMean(dependency, known),
        };
      }),
  );
  if (issues.length > 0) throw invalid('context.invalid', `${kind}.plan`, issues);
}

function cycle(way: readonly string[], kind: string): DocktopusError {
  return new DocktopusError('context.cycle', {
    operation: `${kind}.plan`,
    subject: way.join(' → '),
    reason: 'these containers wait for each other',
    hint: 'Remove one of these dependsOn',
    details: { cycle: way },
  });
}
