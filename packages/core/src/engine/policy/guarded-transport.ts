import type { Issue } from '../../errors/index.ts';
import { loadedOnce } from '../../scope/index.ts';
import type { EngineRequest, EngineTransport } from '../transport/engine-transport.ts';
import { checkPolicy } from './check-policy.ts';
import { viewFor } from './host-links.ts';
import type { Policy } from './policy.ts';
import type { HostView } from './policy-paths.ts';

/** The rules are loaded with the first request that is held against them. */
const rules = loadedOnce(() => import('./judge-request.ts'));

/** What a client may ask of the engine, and what the policy says of a request before it is sent. */
export interface GuardedTransport extends EngineTransport {
  /** All that the policy, and those below it, do not allow of a request, which is not sent. */
  issuesOf(request: Omit<EngineRequest, 'headers'>): Promise<readonly Issue[]>;
}

export interface GuardOptions {
  /** Where relative paths of the policy begin. @default the working directory */
  readonly directory?: string | undefined;
  /** How this process sees the engine's host. @default as a process on it */
  readonly view?: ((signal: AbortSignal) => Promise<HostView>) | undefined;
  /** What has a policy too and is between this one and the engine. @default none */
  readonly below?: GuardedTransport | undefined;
}

/**
 * The one door through which everything that a client asks of the engine goes: what makes or changes containers and
 * volumes is held against `policy`, and a request that changes something in a way that is not known here is refused.
 * Closing it leaves `transport` open.
 */
export function guardedTransport(
  transport: EngineTransport,
  policy: Policy,
  { directory = process.cwd(), view = async () => viewFor(transport.endpoint), below }: GuardOptions = {},
): GuardedTransport {
  const checkedPolicy = checkPolicy(policy, 'policy');
  const judge = async (request: Omit<EngineRequest, 'headers'>) => {
    const { judgeRequest } = await rules();
    return judgeRequest(request, checkedPolicy, { directory, host: await view(request.signal) });
  };
  return {
    endpoint: transport.endpoint,
    async request(request) {
      if (isRead(request)) return transport.request(request);
      const { issues, subject, body } = await judge(request);
      (await rules()).refuseByPolicy(issues, subject);
      return transport.request(body === undefined ? request : asUnderstood(request, body));
    },
    async issuesOf(request) {
      const { issues } = isRead(request) ? { issues: [] } : await judge(request);
      return [...issues, ...((await below?.issuesOf(request)) ?? [])];
    },
    close() {},
  };
}

const isRead = ({ method }: Pick<EngineRequest, 'method'>) => method === 'GET' || method === 'HEAD';

/**
 * The request as it was understood: a JSON reader may take the last of two equal keys, or the first. Its length is the
 * transport's to say, once: a server refuses two of them.
 */
function asUnderstood(request: EngineRequest, body: string): EngineRequest {
  const isLength = (name: string) => /^(content-length|transfer-encoding)$/i.test(name);
  const headers = Object.entries(request.headers ?? {}).filter(([name]) => !isLength(name));
  return { ...request, body, headers: Object.fromEntries(headers) };
}
