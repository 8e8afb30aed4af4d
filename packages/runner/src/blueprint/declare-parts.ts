import { type Container, ContainerBuilder, DockerContext, type Issue } from '@docktopus/core';
import {
  declareContainer,
  declareFamily,
  type FamilyDefinition,
  invalid,
  printable,
} from '@docktopus/core/kit';
import { DescribedFamily, type DescribedParts, DescribedPool, RESERVED } from './described-parts.ts';

type AnyFamily = FamilyDefinition<DockerContext, unknown, unknown>;

/**
 * Declares what the functions of a blueprint have described on its context, whose `onInit()` runs.
 *
 * @throws DocktopusError `context.invalid` with every name that is taken and every value that describes nothing.
 */
export function declareParts(context: DockerContext, described: DescribedParts): void {
  const issues = Object.entries(described).flatMap(([name, part]) => issueOf(name, part) ?? []);
  if (issues.length > 0) throw invalid('context.invalid', 'blueprint', issues, context.constructor.name);
  for (const [name, part] of Object.entries(described)) {
    if (part instanceof DescribedFamily) declareFamily(context, name, familyDefinition(part), part.options);
    else if (!(part instanceof DescribedPool))
      declareContainer(context, name, () => part as ContainerBuilder<Container>);
  }
}

/** A definition tells by its parameters whether it takes data. */
function familyDefinition({ define }: DescribedFamily<unknown, unknown>): AnyFamily {
  return define.length > 1
    ? (_c, _context, key, data) => define(key, data)
    : (_c, _context, key) => define(key, undefined);
}

function issueOf(name: string, part: unknown): Issue | undefined {
  const path = `containers.${name}`;
  if (name in DockerContext.prototype || (RESERVED as readonly string[]).includes(name)) {
    return {
      path,
      got: 'a name that has a meaning already',
      expected: `another name than ${RESERVED.join(', ')} and what every context has`,
    };
  }
  if (part instanceof ContainerBuilder || part instanceof DescribedFamily || part instanceof DescribedPool)
    return undefined;
  return {
    path,
    got: printable(part),
    expected: 'container(image), family(define, options) or pool(container(image))',
  };
}
