import { invalid } from '../../errors/index.ts';
import { Problems } from '../../input/index.ts';
import type { CallOptions } from '../../scope/index.ts';
import type { CreateContainerBody } from '../model/create-container-body.ts';
import { hostPathOf } from './host-path.ts';
import type { PlacedClient } from './placed-client.ts';

/**
 * The body of a create call whose bind mounts name paths as this process sees them. In a container, each is replaced by the path
 * that the engine's host has for it.
 *
 * @throws DocktopusError `spec.invalid` for paths that only the container has: the engine would mount an empty directory of its host.
 */
export async function bindsOnHost(
  docker: PlacedClient,
  body: CreateContainerBody,
  { operation, subject, ...options }: CallOptions & { readonly operation: string; readonly subject: string },
): Promise<CreateContainerBody> {
  const { Binds, Mounts } = body.HostConfig ?? {};
  if (!Binds?.some((bind) => bind.startsWith('/')) && !Mounts?.some(({ Type }) => Type === 'bind'))
    return body;
  const vantage = await docker.vantage(options);
  if (vantage.at !== 'container') return body;
  const own = await docker.engine.inspectContainer(vantage.id, options);
  const problems = new Problems();
  const onHost = (path: string, at: Problems): string => {
    const found = hostPathOf(path, own.Mounts);
    if (found === undefined)
      at.refuse(path, `a path that the container ${vantage.id.slice(0, 12)} has mounted`, {
        because: "this process runs in it, and the engine's host does not have its files",
        hint: `run it with a mount such as --volume ${path}:${path}, or write the path of the host with createOptions()`,
      });
    return found ?? path;
  };
  const HostConfig = {
    ...body.HostConfig,
    ...(Binds && {
      Binds: Binds.map((bind) => bindOnHost(bind, (path) => onHost(path, problems.at('binds')))),
    }),
    ...(Mounts && {
      Mounts: Mounts.map((mount) =>
        mount.Type === 'bind' && mount.Source !== undefined
          ? { ...mount, Source: onHost(mount.Source, problems.at('mounts')) }
          : mount,
      ),
    }),
  };
  if (problems.issues.length > 0) throw invalid('spec.invalid', operation, problems.issues, subject);
  return { ...body, HostConfig };
}

/** `/source:/target:ro` with another source; a volume has no path. */
function bindOnHost(bind: string, onHost: (path: string) => string): string {
  if (!bind.startsWith('/')) return bind;
  const [source = '', ...rest] = bind.split(':');
  return [onHost(source), ...rest].join(':');
}
