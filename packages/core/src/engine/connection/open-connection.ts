import { abortable } from '../../scope/index.ts';
import type { Environment } from '../endpoint/engine-discovery.ts';
import type { EngineTransport } from '../transport/engine-transport.ts';
import { AgreedVersion } from '../version/agreed-version.ts';
import { identifyEngine } from '../version/identify-engine.ts';
import { EngineConnection } from './engine-connection.ts';

/** Asks through `transport` which engine is there, and builds the connection over it. */
export async function openConnection(
  transport: EngineTransport,
  env: Environment,
  apiVersion: string | undefined,
  signal: AbortSignal,
): Promise<EngineConnection> {
  const version = await abortable(identifyEngine(transport, apiVersion, signal), signal);
  return new EngineConnection(transport, new AgreedVersion(transport, version, apiVersion), env);
}
