import type { RegistryAuth } from './registry-auth.ts';

/** Credentials in the engine's spelling; an empty object says that there are none. */
export function engineAuth(auth: RegistryAuth | undefined): Readonly<Record<string, unknown>> {
  if (auth === undefined) return {};
  const { username, password, identityToken, registryToken, serverAddress } = auth;
  const fields = {
    username,
    password,
    identitytoken: identityToken,
    registrytoken: registryToken,
    serveraddress: serverAddress,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
