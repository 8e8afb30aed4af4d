import type { DependencyCondition } from '../../container/index.ts';
import { DocktopusError, didYouMean, type Issue, invalid, printable } from '../../errors/index.ts';

/** What is started after what. */
export interface Dependent {
  readonly name: string;
  readonly dependsOn: Readonly<Record<string, DependencyCondition>>;
}

/**
 * The same things, each after everything that it depends on, else in the order given.
 *
 * @throws DocktopusError `context.invalid` naming every dependency that does not exist, `context.cycle` with the way round.
 */
export function dependencyOrder<T extends Dependent>(things: readonly T[], operation: string): readonly T[] {
  const byName = new Map(things.map((thing) => [thing.name, thing]));
  const issues = things.flatMap((thing) => missing(thing, byName));
  if (issues.length > 0) throw invalid('context.invalid', operation, issues);

  const ordered = new Set<T>();
  const path: string[] = [];
  const visit = (thing: T): void => {
    if (ordered.has(thing)) return;
    if (path.includes(thing.name))
      throw cycle([...path.slice(path.indexOf(thing.name)), thing.name], operation);
    path.push(thing.name);
    for (const name of Object.keys(thing.dependsOn)) visit(byName.get(name)!);
    path.pop();
    ordered.add(thing);
  };
  for (const thing of things) visit(thing);
  return [...ordered];
}

function missing(thing: Dependent, byName: ReadonlyMap<string, Dependent>): Issue[] {
  return Object.keys(thing.dependsOn)
    .filter((name) => !byName.has(name))
    .map((name) => {
      const expected = `a container of this context (${[...byName.keys()].join(', ')})`;
      return {
        path: `${thing.name}.dependsOn`,
        got: printable(name),
        expected,
        ...didYouMean(name, byName.keys()),
      };
    });
}

function cycle(way: readonly string[], operation: string): DocktopusError {
  return new DocktopusError('context.cycle', {
    operation,
    subject: way.join(' → '),
    reason: 'these containers wait for each other',
    hint: 'Remove one dependsOn of them',
    details: { cycle: way },
  });
}
