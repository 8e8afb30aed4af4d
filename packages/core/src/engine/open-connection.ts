import { abortable } from '../scope/index.ts';
import type { Environment } from './endpoint/surroundings.ts';
import { EngineConnection } from './engine-connection.ts';
import type { EngineTransport } from './transport/engine-transport.ts';
import { AgreedVersion } from './version/agreed-version.ts';
import { greetEngine } from './version/greet-engine.ts';

/**
 * Says hello through `transport` and builds the client over it.
 *
 * dockerode and what comes with it takes half a second to load, so it is loaded here, at first need, and
 * while the engine answers.
 */
export async function openConnection(
  transport: EngineTransport,
  env: Environment,
  apiVersion: string | undefined,
  signal: AbortSignal,
): Promise<EngineConnection> {
  const [version, { default: Dockerode }] = await Promise.all([
    abortable(greetEngine(transport, apiVersion, signal), signal),
    import('dockerode'),
  ]);
  const agreed = new AgreedVersion(transport, version, apiVersion);
  return new EngineConnection(transport, agreed, Dockerode, env);
}
