import { randomBytes } from 'node:crypto';
import type { FakeFiles } from '../fake-files.ts';
import { badRequest, EngineFailure } from '../http/engine-failure.ts';
import { asNumber, asObject, asText, asTextRecord, asTexts, type JsonObject } from '../http/request-body.ts';
import { imageConfig } from '../images/fake-image.ts';
import type { FakeConfig, FakeHealthcheck, FakeHostConfig, FakeMount } from './container-config.ts';
import type { ContainerPlan } from './container-plan.ts';
import { checkCreateBody } from './create-checks.ts';
import type { FakeHost } from './fake-host.ts';
import { imageFiles } from './image-files.ts';

/** Turns the body of `POST /containers/create` into a container's plan, refusing what the engine refuses. */
export function createPlan(body: JsonObject, name: string, host: FakeHost): ContainerPlan {
  const reference = asText(body.Image);
  if (Object.keys(body).length === 0)
    throw badRequest('Config cannot be empty in order to create a container');
  checkCreateBody(body);
  const image = host.images.get(reference);
  const inherited = imageConfig(image);
  const id = randomBytes(32).toString('hex');

  const entrypoint = asTexts(body.Entrypoint);
  const command = asTexts(body.Cmd);
  const imageCommand = !entrypoint?.length && !command?.length;
  const healthcheck = (body.Healthcheck ?? inherited.Healthcheck) as FakeHealthcheck | undefined;
  const config: FakeConfig = {
    ...body,
    Hostname: asText(body.Hostname) || id.slice(0, 12),
    User: asText(body.User) || inherited.User,
    Env: mergedEnv(inherited.Env, asTexts(body.Env) ?? []),
    // An entrypoint takes the image's command away, as in Docker.
    Cmd: command ?? (entrypoint?.length ? null : inherited.Cmd),
    Entrypoint: entrypoint ?? inherited.Entrypoint,
    Image: reference,
    WorkingDir: asText(body.WorkingDir) || inherited.WorkingDir,
    Labels: { ...inherited.Labels, ...asTextRecord(body.Labels) },
    Tty: body.Tty === true,
    OpenStdin: body.OpenStdin === true,
    StdinOnce: body.StdinOnce === true,
    ExposedPorts: merged(inherited.ExposedPorts, body.ExposedPorts),
    Volumes: merged(inherited.Volumes, body.Volumes) ?? null,
    Healthcheck: healthcheck,
    StopSignal: asText(body.StopSignal) || inherited.StopSignal,
    StopTimeout: typeof body.StopTimeout === 'number' ? body.StopTimeout : undefined,
  };
  if ([...(config.Entrypoint ?? []), ...(config.Cmd ?? [])].length === 0)
    throw badRequest('No command specified');
  const hostConfig = hostConfigOf(asObject(body.HostConfig));
  const files = imageFiles(image.script, config);
  const mounts = mountsOf(config, hostConfig, asObject(body.HostConfig), id, files, host);
  if (hostConfig.ReadonlyRootfs) files.makeReadOnly();
  const created = host.clock.nowNano();
  return { id, name, image, config, hostConfig, mounts, files, created, imageCommand };
}

function hostConfigOf(given: JsonObject): FakeHostConfig {
  const policy = asObject(given.RestartPolicy);
  return {
    ...given,
    NetworkMode: asText(given.NetworkMode) || 'default',
    RestartPolicy: { Name: asText(policy.Name), MaximumRetryCount: asNumber(policy.MaximumRetryCount) },
    AutoRemove: given.AutoRemove === true,
    PortBindings: (given.PortBindings ?? null) as FakeHostConfig['PortBindings'],
    PublishAllPorts: given.PublishAllPorts === true,
    Binds: asTexts(given.Binds) ?? null,
    ReadonlyRootfs: given.ReadonlyRootfs === true,
    Init: typeof given.Init === 'boolean' ? given.Init : undefined,
    Memory: asNumber(given.Memory),
  };
}

function mountsOf(
  config: FakeConfig,
  hostConfig: FakeHostConfig,
  given: JsonObject,
  id: string,
  files: FakeFiles,
  host: FakeHost,
): FakeMount[] {
  const mounts: FakeMount[] = [];
  const volume = (name: string, destination: string, mode: string, RW: boolean, labels?: JsonObject) => {
    const given =
      labels && Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, asText(value)]));
    const found = host.volumes.create({ name, labels: given ?? null });
    found.usedBy.add(id);
    files.mount(destination, found.files, !RW);
    const Source = `/var/lib/docker/volumes/${found.name}/_data`;
    mounts.push({
      Type: 'volume',
      Name: found.name,
      Source,
      Destination: destination,
      Driver: 'local',
      Mode: mode,
      RW,
      Propagation: '',
    });
  };
  const bind = (source: string, destination: string, mode: string, RW: boolean) => {
    files.makeDirectory(destination);
    mounts.push({
      Type: 'bind',
      Source: source,
      Destination: destination,
      Mode: mode,
      RW,
      Propagation: 'rprivate',
    });
  };
  for (const entry of hostConfig.Binds ?? []) {
    const { source, target, mode, writable } = parseBind(entry);
    if (source.startsWith('/')) bind(source, target, mode, writable);
    else volume(source, target, mode || 'z', writable);
  }
  for (const entry of Array.isArray(given.Mounts) ? given.Mounts.map(asObject) : []) {
    const [type, source, target] = [asText(entry.Type), asText(entry.Source), asText(entry.Target)];
    const writable = entry.ReadOnly !== true;
    if (type === 'bind') bind(source, target, '', writable);
    else if (type === 'volume') {
      const { Labels } = asObject(entry.VolumeOptions);
      volume(source, target, 'z', writable, Labels === undefined ? undefined : asObject(Labels));
    } else
      mounts.push({ Type: 'tmpfs', Source: '', Destination: target, Mode: '', RW: true, Propagation: '' });
  }
  for (const target of Object.keys(config.Volumes ?? {})) {
    if (!mounts.some(({ Destination }) => Destination === target)) volume('', target, '', true);
  }
  for (const target of Object.keys(asObject(given.Tmpfs))) files.makeDirectory(target);
  return mounts;
}

function parseBind(entry: string): { source: string; target: string; mode: string; writable: boolean } {
  const [source = '', target, mode = ''] = entry.split(':');
  const where = target ?? source;
  if (!where.startsWith('/')) {
    const reason = `invalid mount path: '${where}' mount path must be absolute`;
    throw new EngineFailure(
      500,
      `invalid volume specification: '${entry}': invalid mount config for type "volume": ${reason}`,
    );
  }
  return {
    source: target === undefined ? '' : source,
    target: where,
    mode,
    writable: !mode.split(',').includes('ro'),
  };
}

/** Later entries win, in the place of the earlier ones. */
function mergedEnv(image: readonly string[], own: readonly string[]): string[] {
  const names = new Set(own.map((entry) => entry.split('=')[0]));
  return [...own, ...image.filter((entry) => !names.has(entry.split('=')[0]))];
}

function merged(image: object | null, own: unknown): Record<string, unknown> | undefined {
  if (image === null && own === undefined) return undefined;
  return { ...image, ...asObject(own) };
}
