import { DocktopusError, Secret } from '@docktopus/core';
import type { ContainerRequest, ServiceInstance } from './container-request.ts';
import { configTarget, secretTarget } from './mounts.ts';

type File = ContainerRequest['files'][number];

/**
 * Configs and secrets whose content is known here; the engine gets no variable with it.
 *
 * @throws DocktopusError `compose.unsupported` when the variable that one is taken from is not set.
 */
export function injectedFiles(instance: ServiceInstance): readonly File[] {
  const { service, model } = instance;
  const configs = (service.configs ?? []).flatMap((reference) => {
    const { content, environment } = model.configs?.[reference.source ?? ''] ?? {};
    const text = content ?? variable(instance, `configs.${reference.source}`, environment);
    return text === undefined ? [] : [file(text, configTarget(reference), reference, false)];
  });
  const secrets = (service.secrets ?? []).flatMap((reference) => {
    const { environment } = model.secrets?.[reference.source ?? ''] ?? {};
    const text = variable(instance, `secrets.${reference.source}`, environment);
    return text === undefined ? [] : [file(text, secretTarget(reference), reference, true)];
  });
  return [...configs, ...secrets];
}

interface Reference {
  readonly uid?: string;
  readonly gid?: string;
  readonly mode?: string;
}

function file(content: string, target: string, { uid, gid, mode }: Reference, secret: boolean): File {
  return {
    kind: 'content',
    target,
    content: secret ? new Secret(content) : content,
    encoding: 'utf8',
    mode: mode === undefined ? 0o444 : Number.parseInt(mode, 8),
    uid: Number(uid ?? 0),
    gid: Number(gid ?? 0),
    secret,
  };
}

function variable(
  { environment, name }: ServiceInstance,
  path: string,
  variable: string | undefined,
): string | undefined {
  if (variable === undefined) return undefined;
  if (Object.hasOwn(environment, variable)) return environment[variable];
  throw new DocktopusError('compose.unsupported', {
    operation: 'compose.up',
    subject: name,
    reason: `${path} is taken from the variable ${variable}, which is not set`,
    hint: `Set ${variable}, or give it in env`,
    details: { issues: [{ path, got: 'no value', expected: `the variable ${variable}` }] },
  });
}
