import type { RegistryAuth } from './registry-auth.ts';

type Headers = Readonly<Record<string, string>>;

/** Credentials for one registry as the engine takes them for a pull or a push; an empty object says that there are none. */
export function registryAuthHeader(auth: RegistryAuth | undefined): Headers {
  return { 'x-registry-auth': encodeCredentials(engineAuth(auth)) };
}

/** Credentials for several registries, by their addresses, as the engine takes them for a build. */
export function registryConfigHeader(auths: Readonly<Record<string, RegistryAuth>>): Headers {
  const entries = Object.entries(auths).map(([address, auth]) => [address, engineAuth(auth)]);
  return { 'x-registry-config': encodeCredentials(Object.fromEntries(entries)) };
}

/** In the engine's spelling. */
function engineAuth(auth: RegistryAuth | undefined): Readonly<Record<string, unknown>> {
  if (auth === undefined) return {};
  const { username, password, identityToken, registryToken, serverAddress } = auth;
  return {
    username,
    password,
    identitytoken: identityToken,
    registrytoken: registryToken,
    serveraddress: serverAddress,
  };
}

/** As JSON in URL-safe base64 with padding, which is what every engine reads. */
export function encodeCredentials(credentials: Readonly<Record<string, unknown>>): string {
  return Buffer.from(JSON.stringify(credentials))
    .toString('base64')
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}
