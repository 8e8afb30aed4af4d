import { DocktopusError, type Issue } from '@docktopus/core';
import type { ComposeModel, Service } from '../schema/index.ts';

/** What an engine cannot do: errors for what changes the meaning of a file, warnings for what only a cluster has. */
export interface Support {
  readonly issues: readonly Issue[];
  readonly warnings: readonly string[];
}

/** Everything of a model that an engine cannot do. Pure. */
export function checkSupport(model: ComposeModel): Support {
  const check = new SupportCheck(model);
  for (const [name, service] of Object.entries(model.services)) check.service(`services.${name}`, service);
  check.networks();
  return check;
}

/** @throws DocktopusError `compose.unsupported` with all issues. */
export function refuseUnsupported({ issues }: Support, project: string): void {
  if (issues.length === 0) return;
  const lines = issues.map(({ path, got, expected, hint }) =>
    [`  ${path}: got ${got}, expected ${expected}`, hint].filter(Boolean).join('; '),
  );
  throw new DocktopusError('compose.unsupported', {
    operation: 'compose.plan',
    subject: project,
    reason: `the file asks for what an engine cannot do\n${lines.join('\n')}`,
    details: { issues },
  });
}

class SupportCheck implements Support {
  readonly issues: Issue[] = [];
  readonly warnings: string[] = [];
  readonly #model: ComposeModel;

  constructor(model: ComposeModel) {
    this.#model = model;
  }

  service(path: string, service: Service): void {
    const refuse = (key: string, value: unknown, expected: string, hint?: string) => {
      if (value === undefined || value === false) return;
      this.issues.push({ path: `${path}.${key}`, got: 'a value', expected, ...(hint && { hint }) });
    };
    refuse(
      'provider',
      service.provider,
      'a service with an image or a build',
      'Docker Compose runs a program for it',
    );
    refuse('models', service.models, 'no AI models', 'these need the model runner of Docker Desktop');
    refuse(
      'use_api_socket',
      service.use_api_socket,
      'no socket of the engine',
      'mount it as a volume if you mean it',
    );
    refuse(
      'pre_start',
      service.pre_start,
      'no pre_start commands',
      'use a service that others wait for with condition: service_completed_successfully',
    );
    for (const [index, { type }] of (service.volumes ?? []).entries()) {
      if (type === 'cluster') refuse(`volumes[${index}].type`, true, 'a bind, a volume, a tmpfs or an image');
    }
    this.#files(path, service);
    this.#build(path, service);
    this.#deploy(path, service);
  }

  networks(): void {
    for (const [key, { ipam }] of Object.entries(this.#model.networks ?? {})) {
      for (const [index, { subnet }] of (ipam?.config ?? []).entries()) {
        if (subnet !== undefined) continue;
        this.issues.push({
          path: `networks.${key}.ipam.config[${index}].subnet`,
          got: 'nothing',
          expected: "a subnet, such as '172.28.0.0/16'",
        });
      }
    }
  }

  #files(path: string, service: Service): void {
    for (const kind of ['configs', 'secrets'] as const) {
      for (const [index, reference] of (service[kind] ?? []).entries()) {
        const at = `${path}.${kind}[${index}]`;
        const source = this.#model[kind]?.[reference.source ?? ''];
        if (source === undefined) continue;
        const isCluster = source.external || source.template_driver !== undefined || 'driver' in source;
        if (isCluster) {
          this.issues.push({
            path: at,
            got: 'one that is kept in a cluster',
            expected: 'a file, content or a variable',
          });
        } else if (source.file === undefined && service.read_only) {
          this.issues.push({
            path: at,
            got: 'content for a container whose file system is read-only',
            expected: 'a file',
          });
        }
        const owner = [reference.uid, reference.gid, reference.mode].some((value) => value !== undefined);
        if (source.file !== undefined && owner)
          this.warnings.push(
            `${at}: uid, gid and mode have no effect on a file that is mounted; it keeps its own`,
          );
      }
    }
  }

  #build(path: string, { build, platform }: Service): void {
    if (build === undefined) return;
    const refuse = (key: string, value: unknown, expected: string) => {
      const empty = value === undefined || value === false || (Array.isArray(value) && value.length === 0);
      if (!empty)
        this.issues.push({ path: `${path}.build.${key}`, got: 'a value', expected, hint: BUILDKIT });
    };
    refuse('secrets', build.secrets, 'no secrets');
    refuse('ssh', build.ssh, 'no SSH agent');
    refuse('additional_contexts', build.additional_contexts, 'one context');
    refuse('entitlements', build.entitlements, 'no entitlements');
    refuse('privileged', build.privileged, 'no privileges');
    refuse('ulimits', build.ulimits, 'no limits of a build');
    if (/^(https?|git|ssh):\/\/|^git@|^github\.com\//.test(build.context ?? '')) {
      refuse('context', build.context, 'a folder of this machine');
    }
    const platforms = build.platforms ?? [];
    if (platforms.length > 1 && (platform === undefined || !platforms.includes(platform)))
      refuse('platforms', platforms, 'one platform');
    const ignored = ['cache_to', 'no_cache_filter', 'provenance', 'sbom', 'isolation'] as const;
    for (const key of ignored) {
      if (build[key] !== undefined) this.warnings.push(`${path}.build.${key} has no effect: ${BUILDKIT}`);
    }
  }

  #deploy(path: string, { deploy }: Service): void {
    if (deploy === undefined) return;
    const cluster = {
      placement: deploy.placement,
      update_config: deploy.update_config,
      rollback_config: deploy.rollback_config,
      endpoint_mode: deploy.endpoint_mode,
      labels: deploy.labels,
      mode: deploy.mode === 'replicated' ? undefined : deploy.mode,
      'resources.reservations.cpus': deploy.resources?.reservations?.cpus,
      'resources.reservations.generic_resources': deploy.resources?.reservations?.generic_resources,
    };
    for (const [key, value] of Object.entries(cluster)) {
      const says = value !== undefined && (typeof value !== 'object' || Object.keys(value).length > 0);
      if (says) this.warnings.push(`${path}.deploy.${key} has no effect: only a cluster has it`);
    }
  }
}

const BUILDKIT = "the engine's own builder has none; build it with `docker buildx` and name the image";
