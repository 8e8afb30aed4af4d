import { newSha256 } from '../../text/index.ts';
import { type Endpoint, printEndpoint } from './endpoint.ts';

/** Equal for two endpoints that lead to the same engine in the same way, certificates included. */
export function endpointKey(endpoint: Endpoint): string {
  const tls = endpoint.kind === 'tcp' ? endpoint.tls : undefined;
  if (tls === undefined) return printEndpoint(endpoint);
  const digest = newSha256()
    .update(JSON.stringify([tls.verify, tls.ca, tls.cert, tls.key]))
    .digest('hex');
  return `${printEndpoint(endpoint)} tls ${digest}`;
}
