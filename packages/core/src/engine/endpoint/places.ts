import { withoutUserInfo } from '../../errors/index.ts';
import type { Endpoint, TlsMaterial } from './endpoint.ts';
import { chosenContext, type EngineDiscovery } from './engine-discovery.ts';
import { parseEndpoint } from './parse-endpoint.ts';

/** One place where an engine may be, and who says so. */
export type Place =
  | { readonly source: string; readonly endpoint: Endpoint }
  | { readonly source: string; readonly problem: string };

/**
 * The places to try, in order. What was said explicitly is the only place: an engine that was asked for and is away
 * must not be replaced by another one.
 */
export function placesToTry(option: string | undefined, discovery: EngineDiscovery): readonly Place[] {
  const { env, currentContext, context, tls } = discovery;
  if (option !== undefined) return [place('option endpoint', option, tls)];
  if (env.DOCKER_HOST) return [place('DOCKER_HOST', env.DOCKER_HOST, tls)];
  const chosen = chosenContext(env, currentContext);
  if (chosen !== undefined) {
    const source = `${chosen.source} (${JSON.stringify(chosen.name)})`;
    if (context?.problem !== undefined) return [{ source, problem: context.problem }];
    if (context?.host === undefined) return [{ source, problem: 'it names no Docker host' }];
    return [place(source, context.host, context.tls)];
  }
  return usualSockets(discovery).map(([source, path]) => ({ source, endpoint: { kind: 'unix', path } }));
}

function place(source: string, text: string, tls: TlsMaterial | string | undefined): Place {
  const withoutTls = parseEndpoint(text);
  if (typeof withoutTls === 'string') return { source, problem: `${printed(text)}: ${withoutTls}` };
  if (withoutTls.kind !== 'tcp') return { source, endpoint: withoutTls };
  if (typeof tls === 'string') return { source, problem: tls };
  const endpoint = parseEndpoint(text, tls);
  return typeof endpoint === 'string' ? { source, problem: endpoint } : { source, endpoint };
}

/** What was written, without a password. */
function printed(text: string): string {
  return JSON.stringify(withoutUserInfo(text).slice(0, 120));
}

function usualSockets({
  env,
  home,
  uid,
}: EngineDiscovery): readonly (readonly [source: string, path: string])[] {
  const runtime = env.XDG_RUNTIME_DIR || (uid === undefined ? undefined : `/run/user/${uid}`);
  const ofUser = (source: string, path: string) => (runtime ? [[source, `${runtime}${path}`] as const] : []);
  return [
    ['default', '/var/run/docker.sock'],
    ...ofUser('rootless Docker', '/docker.sock'),
    ['Docker Desktop', `${home}/.docker/run/docker.sock`],
    ['Docker Desktop', `${home}/.docker/desktop/docker.sock`],
    ['colima', `${home}/.colima/default/docker.sock`],
    ['colima', `${home}/.colima/docker.sock`],
    ...ofUser('Podman', '/podman/podman.sock'),
    ['Podman', '/run/podman/podman.sock'],
  ];
}
