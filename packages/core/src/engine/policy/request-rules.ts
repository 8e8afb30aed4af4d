import { posix } from 'node:path';
import type { Issue } from '../../errors/index.ts';
import type { EngineRequest } from '../transport/engine-transport.ts';
import {
  buildPolicyIssues,
  execPolicyIssues,
  lifecyclePolicyIssues,
  networkPolicyIssues,
  startPolicyIssues,
  updatePolicyIssues,
} from './call-issues.ts';
import type { Policy } from './policy.ts';
import { joinPolicyIssues, type PolicyOptions, policyIssues, volumePolicyIssues } from './policy-issues.ts';

export interface RequestParts {
  readonly method: string;
  /** Without the API version. */
  readonly path: string;
  readonly query: URLSearchParams;
}

/** What a policy says of one kind of request, which may change something. */
export interface RequestRule {
  readonly of: RegExp;
  /** Holds the body, which is JSON then, against the policy. */
  readonly body?: BodyCheck;
  /** Holds the rest against it. */
  readonly parts?: (parts: RequestParts, policy: Policy) => readonly Issue[];
}

export type BodyCheck = (
  body: Readonly<Record<string, unknown>>,
  policy: Policy,
  options: PolicyOptions,
) => readonly Issue[];

const RULES: readonly RequestRule[] = [
  { of: /^POST \/containers\/create$/, body: policyIssues },
  { of: /^POST \/containers\/[^/]+\/exec$/, body: execPolicyIssues },
  { of: /^POST \/containers\/[^/]+\/update$/, body: updatePolicyIssues },
  {
    of: /^POST \/containers\/[^/]+\/(?:start|stop|restart|kill|pause|unpause|rename|wait|attach|resize)$/,
    body: startPolicyIssues,
    parts: ({ query }) => lifecyclePolicyIssues(query),
  },
  { of: /^POST \/exec\/[^/]+\/(?:start|resize)$/ },
  { of: /^PUT \/containers\/[^/]+\/archive$/ },
  { of: /^POST \/volumes\/create$/, body: volumePolicyIssues },
  { of: /^POST \/networks\/create$/, body: networkPolicyIssues },
  {
    of: /^POST \/networks\/[^/]+\/connect$/,
    parts: ({ path }, policy) => joinPolicyIssues(path.split('/')[2] ?? '', policy),
  },
  { of: /^POST \/networks\/[^/]+\/disconnect$/ },
  { of: /^POST \/build$/, parts: ({ query }, policy) => buildPolicyIssues(query, policy) },
  { of: /^POST \/images\/(?:create|load|.+\/(?:push|tag))$/ },
  { of: /^POST \/(?:auth|commit|(?:build|images|containers|volumes|networks)\/prune)$/ },
  { of: /^DELETE \/(?:containers|images|networks|volumes)\/.+$/ },
];

/** The rule of a request. There is none for what may change something in a way that is not known here. */
export function ruleOf({ method, path }: RequestParts): RequestRule | undefined {
  return RULES.find(({ of }) => of.test(`${method} ${path}`));
}

/** A path that the engine would take for another one keeps its spelling, so that no rule is for it. */
export function partsOf({ method, path: target }: Pick<EngineRequest, 'method' | 'path'>): RequestParts {
  const end = target.indexOf('?');
  const written = (end === -1 ? target : target.slice(0, end)).replace(/^\/v\d+\.\d+(?=\/)/, '');
  const query = new URLSearchParams(end === -1 ? '' : target.slice(end + 1));
  const path = decoded(written);
  return {
    method,
    path: path === undefined || posix.normalize(path) !== path ? `as it is: ${written}` : path,
    query,
  };
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    // A lone %.
    return undefined;
  }
}
