import type { TlsMaterial } from './endpoint.ts';

/** As `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything outside the program that says where the engine may be, read once. */
export interface EngineDiscovery {
  readonly env: Environment;
  readonly home: string;
  /** Of the user; `undefined` on Windows. */
  readonly uid: number | undefined;
  /** `currentContext` of the Docker CLI's configuration. */
  readonly currentContext: string | undefined;
  /** The context that is in use, when it is not the default one. */
  readonly context: DockerCliContext | undefined;
  /** For `tcp://` endpoints that come from the environment; a text says why it could not be read. */
  readonly tls: TlsMaterial | string | undefined;
}

/** One context of the Docker CLI, as far as it was found. */
export interface DockerCliContext {
  readonly name: string;
  readonly host: string | undefined;
  readonly tls: TlsMaterial | undefined;
  /** Why it cannot be used. */
  readonly problem?: string | undefined;
}

/** The name of the context that `env` and the configuration choose; `undefined` for the default one. */
export function chosenContext(
  env: Environment,
  currentContext: string | undefined,
): { readonly name: string; readonly source: string } | undefined {
  const fromEnv = env.DOCKER_CONTEXT;
  if (fromEnv) return fromEnv === 'default' ? undefined : { name: fromEnv, source: 'DOCKER_CONTEXT' };
  if (!currentContext || currentContext === 'default') return undefined;
  return { name: currentContext, source: 'currentContext of the Docker CLI' };
}
