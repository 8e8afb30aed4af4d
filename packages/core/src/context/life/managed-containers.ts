import { Container, type ContainerBuilder, warnOfImplicitChoices } from '../../container/index.ts';
import { DocktopusError, type Issue, invalid, isDocktopusError } from '../../errors/index.ts';
import { unknownContainer } from '../../group/index.ts';
import type { ContextOverrides } from '../connect-options.ts';
import { type ContainerFactory, declaredContainers } from '../declared-containers.ts';
import type { ContextLife } from './context-life.ts';

/** Makes a property that is read too early say so, instead of being `undefined`. */
export function reserveProperties(context: object): void {
  for (const key of declaredContainers(context.constructor).keys()) {
    Object.defineProperty(context, key, {
      configurable: true,
      enumerable: true,
      get: () => {
        throw new DocktopusError('context.invalid', {
          operation: `@container ${context.constructor.name}.${key}`,
          reason: 'managed containers exist only after onInit()',
          hint: 'Use it in onReady(), or in jobs',
        });
      },
    });
  }
}

/**
 * Asks every definition for its container, adds it to the context's group and puts its slot into its property.
 *
 * @throws DocktopusError `spec.invalid`; `container.not-found` for an override of a container that is not declared.
 */
export function defineContainers(
  context: object,
  life: ContextLife,
  overrides: ContextOverrides['containers'] = {},
): void {
  const declared = declaredContainers({ prototype: context });
  for (const name of Object.keys(overrides)) {
    if (!declared.has(name)) throw unknownContainer('context.connect overrides', name, [...declared.keys()]);
  }
  const factory: ContainerFactory = { image: (reference) => life.builder().image(reference) };
  const issues: Issue[] = [];
  for (const [name, define] of declared) {
    try {
      const container = join(life, name, overridden(define(factory, context as never), overrides[name]));
      Object.defineProperty(context, name, { value: container, configurable: true, enumerable: true });
    } catch (error) {
      if (!isDocktopusError(error, 'spec.invalid')) throw error;
      issues.push(...specIssues(name, error));
    }
  }
  if (issues.length > 0) throw invalid('spec.invalid', 'context.define', issues, life.connection.name);
}

function join(
  { group }: ContextLife,
  name: string,
  wanted: ContainerBuilder<Container> | Container,
): Container {
  if (wanted instanceof Container) {
    group.include(name, wanted);
    return wanted;
  }
  warnOfImplicitChoices(wanted.spec, name);
  return group.add(name, wanted.spec);
}

function specIssues(name: string, { details }: DocktopusError<'spec.invalid'>): readonly Issue[] {
  return details.issues.map((issue) => ({ ...issue, path: `${name}.${issue.path}` }));
}

function overridden(
  declared: ContainerBuilder<Container>,
  override: NonNullable<ContextOverrides['containers']>[string] | undefined,
): ContainerBuilder<Container> | Container {
  return override === undefined ? declared : override(declared);
}
