import { resolve } from 'node:path';
import { type Docker, type Issue, type Policy, projectPolicy } from '@docktopus/core';
import { bindsOnHost, guardedClient, invalid, policyIssuesOf, shareStatusHub } from '@docktopus/core/kit';
import { at, creationsOf, type JudgedCreation, modelPolicyIssues } from '../body/model-policy-issues.ts';
import type { LoadedWithEnvironment } from '../load/load-compose.ts';
import type { ComposeModel } from '../schema/index.ts';

/** What a project may be given: a policy, or `false` for all that an engine has. */
export type ProjectPolicy = Policy | false;

/** Holds what a project makes against its policy: all of a model before anything is made, then each thing at the door. */
export class ProjectGuard {
  readonly docker: Docker;
  readonly #outside: Docker;
  readonly #policy: ProjectPolicy;
  readonly #loaded: LoadedWithEnvironment;

  constructor(
    docker: Docker,
    loaded: LoadedWithEnvironment,
    policy: ProjectPolicy = projectPolicy(loaded.workingDir),
  ) {
    this.#loaded = loaded;
    this.#outside = docker;
    this.#policy = policy && withAbsoluteBinds(policy, loaded.workingDir);
    // Containers of the project may share what they have; at the door, they are but ids.
    this.docker = this.#policy ? guardOf(docker, { ...this.#policy, otherContainers: true }) : docker;
  }

  /** All of a model that the policy of the project does not allow, and that of its context. */
  async issuesOf(model: ComposeModel, signal: AbortSignal): Promise<readonly Issue[]> {
    const { environment, workingDir: directory } = this.#loaded;
    const ground = { apiVersion: this.docker.version.apiVersion, environment };
    const own =
      this.#policy === false ? [] : modelPolicyIssues(model, this.#policy, { ...ground, directory });
    const others = await Promise.all(
      creationsOf(model, ground).map(async (creation) => {
        const about = { operation: 'compose.plan', subject: creation.place, signal };
        const body =
          creation.kind === 'container'
            ? { ...(await bindsOnHost(this.#outside, creation.body, about)) }
            : creation.body;
        const request = { ...requestOf({ ...creation, body }), signal };
        return at(creation.place, await policyIssuesOf(this.#outside, request));
      }),
    );
    return [...own, ...others.flat()];
  }

  /** @throws DocktopusError `policy.refused` with all of them, unless there are none. */
  async check(model: ComposeModel, signal: AbortSignal): Promise<void> {
    const issues = await this.issuesOf(model, signal);
    if (issues.length > 0) throw invalid('policy.refused', 'compose.plan', issues, model.name);
  }
}

/** The request that makes it. */
function requestOf({ kind, body }: JudgedCreation) {
  const method = 'POST' as const;
  if (kind === 'build')
    return { method, path: `/build?${new URLSearchParams(body as Record<string, string>)}` };
  return { method, path: `/${kind}s/create`, body: JSON.stringify(body) };
}

/** Paths of a project's policy begin where those of its file do. */
function withAbsoluteBinds(policy: Policy, directory: string): Policy {
  return policy.binds === undefined
    ? policy
    : { ...policy, binds: policy.binds.map((path) => resolve(directory, path)) };
}

/** Guarded clients, by client and policy; each closes with its client. */
const guards = new WeakMap<Docker, Map<string, Docker>>();

function guardOf(docker: Docker, policy: Policy): Docker {
  const known = guards.get(docker) ?? new Map<string, Docker>();
  guards.set(docker, known);
  const key = JSON.stringify(policy);
  const guarded = known.get(key) ?? docker.use(guardedClient(docker, policy));
  known.set(key, guarded);
  // One connection for events, whatever the number of projects.
  shareStatusHub(guarded, docker);
  return guarded;
}
