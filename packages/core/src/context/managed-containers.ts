import {
  Container,
  type ContainerBuilder,
  type ContainerSpec,
  specHash,
  warnOfImplicitChoices,
} from '../container/index.ts';
import { DocktopusError, type Issue, invalid, isDocktopusError } from '../errors/index.ts';
import { ownershipLabels, ownershipOf } from '../labels/index.ts';
import { toContainerStatus } from '../status/index.ts';
import type { ContextOverrides } from './connect-options.ts';
import { engineName } from './container-owner.ts';
import { unknownContainer } from './container-registry.ts';
import { builderOf, emptySlot } from './context-builder.ts';
import type { ContextLife } from './context-life.ts';
import { type ContainerFactory, declaredContainers } from './declared-containers.ts';
import type { DockerContext } from './docker-context.ts';
import {
  type DesiredContainer,
  type ObservedContainer,
  planStart,
  type StartStep,
} from './plan/start-plan.ts';

/** Lets a property that is read too early say so, instead of being `undefined`. */
export function reserveProperties(context: DockerContext): void {
  for (const key of declaredContainers(context.constructor).keys()) {
    Object.defineProperty(context, key, {
      configurable: true,
      enumerable: true,
      get: () => {
        throw new DocktopusError('context.invalid', {
          operation: `@container ${context.constructor.name}.${key}`,
          reason: 'managed containers are there after onInit()',
          hint: 'Use it in onReady(), or in jobs',
        });
      },
    });
  }
}

/**
 * Asks every definition for its container and puts an empty slot into its property.
 *
 * @returns what is wanted, without what an override has replaced by a container that is there already.
 * @throws DocktopusError `spec.invalid`; `container.not-found` for an override of a container that is not declared.
 */
export async function defineContainers(
  context: DockerContext,
  life: ContextLife,
  overrides: ContextOverrides['containers'] = {},
): Promise<readonly DesiredContainer[]> {
  const declared = declaredContainers(context.constructor);
  for (const name of Object.keys(overrides)) {
    if (!declared.has(name)) throw unknownContainer('context.connect overrides', name, [...declared.keys()]);
  }
  const contextName = context.constructor.name;
  const factory: ContainerFactory = { image: (reference) => builderOf(life, contextName).image(reference) };
  const desired: DesiredContainer[] = [];
  const issues: Issue[] = [];
  for (const [name, define] of declared) {
    try {
      const wanted = overridden(define(factory, context), overrides[name]);
      const isThere = wanted instanceof Container;
      const container = isThere ? wanted : emptySlot(life, contextName, wanted.spec, name);
      if (!isThere) {
        warnOfImplicitChoices(wanted.spec, name);
        desired.push(await toDesired(life, name, wanted.spec));
      }
      Object.defineProperty(context, name, { value: container, configurable: true, enumerable: true });
      life.containers.add(name, container);
    } catch (error) {
      if (!isDocktopusError(error, 'spec.invalid')) throw error;
      issues.push(...specIssues(name, error));
    }
  }
  if (issues.length > 0) throw invalid('spec.invalid', 'context.define', issues, contextName);
  return desired;
}

function specIssues(name: string, { details }: DocktopusError<'spec.invalid'>): readonly Issue[] {
  return details.issues.map((issue) => ({ ...issue, path: `${name}.${issue.path}` }));
}

/** Compares what is wanted with the persistent containers of this blueprint that the engine has. */
export async function planContainers(
  life: ContextLife,
  desired: readonly DesiredContainer[],
  signal: AbortSignal,
): Promise<readonly StartStep[]> {
  const { blueprint } = life.identity;
  const label = [`${ownershipLabels.blueprint}=${blueprint}`, `${ownershipLabels.lifetime}=persistent`];
  const persistent = desired.some(({ lifetime }) => lifetime === 'persistent');
  const entries = persistent
    ? await life.docker.engine.listContainers({ all: true, filters: { label }, signal })
    : [];
  const observed = entries.flatMap((entry): ObservedContainer[] => {
    const ownership = ownershipOf(entry.Labels);
    if (ownership === undefined) return [];
    const name = entry.Names[0]?.replace(/^\//, '') ?? entry.Id;
    return [{ id: entry.Id, engineName: name, status: toContainerStatus(entry.State), ownership }];
  });
  const plan = planStart(blueprint, desired, observed);
  const refused = plan.find(({ action }) => action === 'refuse');
  if (refused === undefined) return plan;
  throw new DocktopusError('name.in-use', {
    operation: 'context.plan',
    subject: refused.name,
    reason: refused.why,
    hint: "Remove it, or set onConflict to 'adopt' or 'replace'",
  });
}

function overridden(
  declared: ContainerBuilder<Container>,
  override: NonNullable<ContextOverrides['containers']>[string] | undefined,
): ContainerBuilder<Container> | Container {
  return override === undefined ? declared : override(declared);
}

async function toDesired(
  { identity }: ContextLife,
  name: string,
  spec: ContainerSpec,
): Promise<DesiredContainer> {
  return {
    name,
    engineName: spec.name ?? engineName(identity, name, spec.lifetime),
    lifetime: spec.lifetime,
    onConflict: spec.onConflict ?? 'adopt',
    specHash: await specHash(spec),
    dependsOn: spec.dependsOn ?? {},
  };
}
