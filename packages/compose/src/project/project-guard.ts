import { resolve } from 'node:path';
import { type Docker, type Policy, projectPolicy } from '@docktopus/core';
import { guardedClient, invalid, shareStatusHub } from '@docktopus/core/kit';
import { modelPolicyIssues } from '../body/model-policy-issues.ts';
import type { LoadedWithEnvironment } from '../load/load-compose.ts';
import type { ComposeModel } from '../schema/index.ts';

/** What a project may be given: a policy, or `false` for all that an engine has. */
export type ProjectPolicy = Policy | false;

/** Holds what a project makes against its policy: all of a model before anything is made, then each thing at the door. */
export class ProjectGuard {
  readonly docker: Docker;
  readonly #policy: ProjectPolicy;
  readonly #loaded: LoadedWithEnvironment;

  constructor(
    docker: Docker,
    loaded: LoadedWithEnvironment,
    policy: ProjectPolicy = projectPolicy(loaded.workingDir),
  ) {
    this.#loaded = loaded;
    this.#policy = policy && withAbsoluteBinds(policy, loaded.workingDir);
    // Containers of the project may share what they have; at the door, they are but ids.
    this.docker = this.#policy ? guardOf(docker, { ...this.#policy, otherContainers: true }) : docker;
  }

  /** @throws DocktopusError `policy.refused` with all that the policy does not allow of a model. */
  check(model: ComposeModel): void {
    if (this.#policy === false) return;
    const { environment, workingDir: directory } = this.#loaded;
    const { apiVersion } = this.docker.version;
    const issues = modelPolicyIssues(model, this.#policy, { apiVersion, environment, directory });
    if (issues.length > 0) throw invalid('policy.refused', 'compose.plan', issues, model.name);
  }
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
