import type { ComposeModel, Service } from '@docktopus/compose';
import { isSecretName, MASK, maskArguments, maskText } from '@docktopus/dashboard';

/** The model without what looks like a secret: values of variables, arguments, labels, commands and inline contents. */
export function maskedModel(model: ComposeModel): ComposeModel {
  return {
    ...model,
    services: mapped(model.services, maskedService),
    ...(model.configs && { configs: mapped(model.configs, withoutContent) }),
  };
}

function maskedService(service: Service): Service {
  const { environment, labels, build, command, entrypoint } = service;
  return {
    ...service,
    ...(environment && { environment: maskedPairs(environment) }),
    ...(labels && { labels: maskedPairs(labels) }),
    ...(build?.args && { build: { ...build, args: maskedPairs(build.args) } }),
    ...(command && { command: maskArguments(command) }),
    ...(entrypoint && { entrypoint: maskArguments(entrypoint) }),
  };
}

function maskedPairs<T extends string | null>(
  pairs: Readonly<Record<string, T>>,
): Record<string, T | string> {
  return mapped(pairs, (value, name) => {
    if (value === null || value === '') return value;
    return isSecretName(name) ? MASK : maskText(value);
  });
}

function withoutContent<T extends { readonly content?: string }>(each: T): T {
  return each.content === undefined ? each : { ...each, content: MASK };
}

function mapped<T, U>(
  record: Readonly<Record<string, T>>,
  map: (value: T, key: string) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
