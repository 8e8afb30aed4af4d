import { declaredContainers, declaredFamilies, LiveContexts } from '@docktopus/core/kit';
import type { BlueprintRunner } from '@docktopus/runner';
import { PART } from '@docktopus/runner';
import { type FactoryProvider, Scope, type Type } from '@nestjs/common';
import { askedFor, containerToken, familyToken } from './inject-container.ts';
import type { DocktopusContext } from './module-options.ts';
import { RunnerLife } from './runner-life.ts';

/**
 * What can be injected of the contexts: each by its class, and their containers and families by name. A blueprint of
 * functions declares its names late, and a class may ask for a wrong one, so what classes have asked for is looked up too,
 * for the class that asks and not before.
 */
export function contextProviders(contexts: readonly DocktopusContext[]): FactoryProvider[] {
  const classes = contexts.map((context) =>
    'prototype' in context ? context : (context[PART].context as Type),
  );
  const asked = askedFor();
  const declared = classes.flatMap((type) => [...declaredContainers(type).keys()]);
  const families = classes.flatMap(declaredFamilies);
  return [
    ...classes.map((type) => ofRunner(type, (runner) => runner.resolve(type))),
    ...[...new Set(declared)].map(containerProvider),
    ...[...new Set(families)].map(familyProvider),
    ...[...asked.containers]
      .filter((name) => !declared.includes(name))
      .map(containerProvider)
      .map(late),
    ...[...asked.families]
      .filter((name) => !families.includes(name))
      .map(familyProvider)
      .map(late),
  ];
}

function containerProvider(name: string): FactoryProvider {
  return ofRunner(containerToken(name), (runner) =>
    runner.resolve(LiveContexts.TOKEN).container(name, `@InjectContainer('${name}')`),
  );
}

function familyProvider(name: string): FactoryProvider {
  return ofRunner(familyToken(name), (runner) =>
    runner.resolve(LiveContexts.TOKEN).family(name, `@InjectFamily('${name}')`),
  );
}

/** NestJS makes it when a class is given it, and not at the start. */
function late(provider: FactoryProvider): FactoryProvider {
  return { ...provider, scope: Scope.TRANSIENT };
}

function ofRunner(
  provide: FactoryProvider['provide'],
  find: (runner: BlueprintRunner) => unknown,
): FactoryProvider {
  return { provide, inject: [RunnerLife], useFactory: ({ runner }: RunnerLife) => find(runner) };
}
