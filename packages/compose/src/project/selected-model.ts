import type { Issue } from '@docktopus/core';
import { invalid, printable } from '@docktopus/core/kit';
import { type ComposeModel, MOST_CONTAINERS, type Service } from '../schema/index.ts';
import type { PlanOptions } from './up-request.ts';

/** A model with the named services and those that they depend on. @default all */
export function selected(model: ComposeModel, names: readonly string[] | undefined): ComposeModel {
  if (names === undefined || names.length === 0) return model;
  const wanted = new Set<string>();
  const visit = (name: string): void => {
    if (wanted.has(name) || !Object.hasOwn(model.services, name)) return;
    wanted.add(name);
    for (const other of Object.keys(model.services[name]!.depends_on ?? {})) visit(other);
  };
  for (const name of names) visit(name);
  const services = Object.entries(model.services).filter(([name]) => wanted.has(name));
  return { ...model, services: Object.fromEntries(services) };
}

/**
 * A model whose services have the given numbers of containers.
 *
 * @throws DocktopusError `compose.unsupported` for a number that is none, and for several containers of one name.
 */
export function scaled(model: ComposeModel, scales: ReadonlyMap<string, number>): ComposeModel {
  const issues: Issue[] = [];
  const services = { ...model.services };
  for (const [name, count] of scales) {
    const service = services[name]!;
    if (!Number.isInteger(count) || count < 0 || count > MOST_CONTAINERS) {
      const expected = `a whole number from 0 to ${MOST_CONTAINERS}`;
      issues.push({ path: `scale.${name}`, got: printable(count), expected });
    } else if (count > 1 && service.container_name !== undefined) {
      issues.push({
        path: `scale.${name}`,
        got: String(count),
        expected: '1, because the service has a container_name',
      });
    }
    services[name] = withCount(service, count);
  }
  if (issues.length > 0) throw invalid('compose.unsupported', 'compose.scale', issues, model.name);
  return { ...model, services };
}

/** A model whose services are built with these options in place of their own. */
export function builtAs(
  model: ComposeModel,
  { buildCache, pullBases }: Pick<PlanOptions, 'buildCache' | 'pullBases'>,
): ComposeModel {
  if (buildCache === undefined && pullBases === undefined) return model;
  const how = {
    ...(buildCache !== undefined && { no_cache: !buildCache }),
    ...(pullBases !== undefined && { pull: pullBases }),
  };
  const services = Object.entries(model.services).map(([name, service]) => [
    name,
    service.build === undefined ? service : { ...service, build: { ...service.build, ...how } },
  ]);
  return { ...model, services: Object.fromEntries(services) };
}

function withCount(service: Service, count: number): Service {
  const { deploy, ...rest } = service;
  if (deploy === undefined) return { ...rest, scale: count };
  const { replicas: _replicas, ...others } = deploy;
  return { ...rest, deploy: others, scale: count };
}
