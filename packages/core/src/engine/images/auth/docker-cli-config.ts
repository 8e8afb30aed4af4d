import type { RegistryAuth } from './registry-auth.ts';

/** The parts of the Docker CLI's `config.json` that say how to log in. */
export interface DockerCliConfig {
  readonly auths?: Readonly<Record<string, DockerCliAuth>> | undefined;
  readonly credHelpers?: Readonly<Record<string, string>> | undefined;
  readonly credsStore?: string | undefined;
}

export interface DockerCliAuth {
  /** Base64 of `name:password`. */
  readonly auth?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly identitytoken?: string | undefined;
  readonly registrytoken?: string | undefined;
}

/** The address under which Docker Hub's credentials are kept. */
export const DOCKER_HUB = 'https://index.docker.io/v1/';

/** Where the credentials of a registry come from. */
export type AuthSource =
  | { readonly from: 'helper'; readonly helper: string; readonly address: string }
  | { readonly from: 'file'; readonly auth: RegistryAuth }
  | { readonly from: 'nowhere' };

/** As the Docker CLI decides: the registry's own helper, else the store for all, else the file. */
export function authSource(config: DockerCliConfig, registry: string): AuthSource {
  const address = registry === 'docker.io' ? DOCKER_HUB : registry;
  const helper = config.credHelpers?.[address] ?? config.credHelpers?.[registry] ?? config.credsStore;
  if (helper) return { from: 'helper', helper, address };
  const entries = Object.entries(config.auths ?? {});
  const found = config.auths?.[address] ?? entries.find(([key]) => hostOf(key) === hostOf(address))?.[1];
  const auth = found === undefined ? undefined : fromFile(found, address);
  return auth === undefined ? { from: 'nowhere' } : { from: 'file', auth };
}

function hostOf(address: string): string {
  return address.replace(/^https?:\/\//, '').split('/')[0] ?? address;
}

function fromFile(entry: DockerCliAuth, serverAddress: string): RegistryAuth | undefined {
  const { identitytoken: identityToken, registrytoken: registryToken } = entry;
  const [username, password] = entry.auth ? decoded(entry.auth) : [entry.username, entry.password];
  if (!username && !identityToken && !registryToken) return undefined;
  return { username, password, identityToken, registryToken, serverAddress };
}

function decoded(auth: string): readonly [username: string, password: string] {
  const text = Buffer.from(auth, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon === -1) return ['', ''];
  // Old versions of the CLI padded the password with NUL.
  return [text.slice(0, colon), text.slice(colon + 1).replace(/\0+$/, '')];
}
