import { DocktopusError } from '@docktopus/core';
import { type Constructor, markedParameters, markedProperties } from '@docktopus/core/kit';
import type { ModulesContainer } from '@nestjs/core';

type Module = ModulesContainer extends Map<string, infer Each> ? Each : never;

/**
 * Looks for `@container('redis')` and the like in classes that NestJS constructs: it would leave their properties
 * undefined without a word.
 *
 * @throws DocktopusError `inject.failed` with each of them, and what to write.
 */
export function refuseMarks(modules: ModulesContainer): void {
  const issues = [...new Set([...modules.values()].flatMap(classesOf))].flatMap((type) =>
    [...markedProperties(type), ...markedParameters(type)].map(([place, { describe }]) => ({
      path: `${type.name}${typeof place === 'number' ? `, parameter ${place}` : `.${String(place)}`}`,
      got: describe,
      expected: replacementOf(describe),
    })),
  );
  if (issues.length === 0) return;
  throw new DocktopusError('inject.failed', {
    operation: 'DocktopusModule',
    subject: [...new Set(issues.map(({ path }) => path))].join(', '),
    reason: `NestJS constructs these classes and does not know ${[...new Set(issues.map(({ got }) => got))].join(', ')}`,
    hint: `Write ${[...new Set(issues.map(({ expected }) => expected))].join(' and ')} instead`,
  });
}

/** The factory of the class `Container` itself, which nobody can have without a name. */
export function useInjectContainer(asking: unknown): never {
  const name = asking instanceof Object ? asking.constructor.name : 'a class';
  throw new DocktopusError('inject.failed', {
    operation: 'DocktopusModule',
    subject: name,
    reason: 'its constructor asks for a Container without naming one',
    hint: "Write @InjectContainer('name') before the parameter; @container('name') is for contexts and classes with jobs",
  });
}

/** The classes that NestJS constructs for a module. */
function classesOf({ providers, controllers }: Module): Constructor[] {
  return [...providers.values(), ...controllers.values()].flatMap(({ metatype, inject }) =>
    typeof metatype === 'function' && inject == null ? [metatype as Constructor] : [],
  );
}

function replacementOf(mark: string): string {
  if (mark.startsWith('@container(')) return mark.replace('@container', '@InjectContainer');
  if (mark.startsWith('@family(')) return mark.replace('@family', '@InjectFamily');
  if (mark.startsWith('@config(')) return '@Inject(YourContext), and take env from it,';
  return '@Inject(…)';
}
