import { type Issue, invalid } from '../../errors/index.ts';
import { Problems } from '../../input/index.ts';
import { isRecord } from '../../json/index.ts';
import type { CreateContainerBody } from '../model/create-container-body.ts';
import { hostConfigRules } from './host-config-rules.ts';
import { checkVolumeDriver, expectedNames } from './mount-rules.ts';
import { networkingRule, networkNameRule } from './namespace-rules.ts';
import type { Policy } from './policy.ts';
import { type HostView, plainView } from './policy-paths.ts';
import {
  fieldsOf,
  harmless,
  isAllowedName,
  isUnset,
  matches,
  type PolicyRule,
  type PolicyView,
  refuse,
  refuseUnknown,
} from './policy-rule.ts';

/** What a policy allows of the create body, field by field; the compiler holds it to the API's fields. */
const bodyRules: { readonly [K in keyof Required<CreateContainerBody>]: PolicyRule } = {
  Image: (value, problems, { policy }) => {
    if (policy.images === undefined || policy.images.some((pattern) => matches(String(value), pattern)))
      return;
    const expected = policy.images.length === 0 ? 'no image' : `one of ${policy.images.join(', ')}`;
    refuse(value, problems, expected, `images: ['${String(value)}']`);
  },
  HostConfig: (value, problems, view) => checkFields(value, hostConfigRules, problems, view),
  NetworkingConfig: networkingRule,
  ArgsEscaped: harmless,
  AttachStderr: harmless,
  AttachStdin: harmless,
  AttachStdout: harmless,
  Cmd: harmless,
  Domainname: harmless,
  Entrypoint: harmless,
  Env: harmless,
  ExposedPorts: harmless,
  Healthcheck: harmless,
  Hostname: harmless,
  Labels: harmless,
  MacAddress: harmless,
  NetworkDisabled: harmless,
  OnBuild: harmless,
  OpenStdin: harmless,
  Shell: harmless,
  StdinOnce: harmless,
  StopSignal: harmless,
  StopTimeout: harmless,
  Tty: harmless,
  User: harmless,
  // Paths of anonymous volumes; Podman reads binds as well.
  Volumes: (value, problems) => {
    for (const path of isRecord(value) ? Object.keys(value) : []) {
      if (path.includes(':')) problems.refuse(path, 'a path in the container');
    }
  },
  WorkingDir: harmless,
};

/** How paths are looked at when a policy is applied. */
export interface PolicyOptions {
  /** Where relative paths of the policy begin. @default the working directory */
  readonly directory?: string | undefined;
  /** How links on the engine's host are followed. @default not at all */
  readonly host?: HostView | undefined;
}

/**
 * What `policy` does not allow of a container with this create body: deny by default, unknown fields included. Pure, so
 * that it can be asked before anything is done; a guarded client asks it for every create.
 *
 * A key in another case is unknown here, where the engine would take it for the field.
 */
export function policyIssues(body: object, policy: Policy, options: PolicyOptions = {}): readonly Issue[] {
  const problems = new Problems();
  checkFields(body, bodyRules, problems, viewOf(policy, options));
  return problems.issues;
}

/** The same for the body of a volume's creation. */
export function volumePolicyIssues(
  body: Readonly<Record<string, unknown>>,
  policy: Policy,
  options: PolicyOptions = {},
): readonly Issue[] {
  const problems = new Problems();
  const view = viewOf(policy, options);
  const { Name, Driver, DriverOpts } = fieldsOf(
    body,
    ['Name', 'Driver', 'DriverOpts', 'Labels'],
    problems,
    view,
  );
  if (!isUnset(Name) && !isAllowedName(String(Name), policy.volumes)) {
    refuse(
      Name,
      problems.at('Name'),
      expectedNames(policy.volumes, 'named volume'),
      `volumes: ['${String(Name)}']`,
    );
  }
  checkVolumeDriver(
    Driver,
    DriverOpts,
    { name: problems.at('Driver'), options: problems.at('DriverOpts') },
    view,
  );
  return problems.issues;
}

/** The same for fields of `HostConfig` alone. */
export function hostConfigIssues(
  body: object,
  policy: Policy,
  options: PolicyOptions = {},
): readonly Issue[] {
  const problems = new Problems();
  checkFields(body, hostConfigRules, problems, viewOf(policy, options));
  return problems.issues;
}

/** The same for a container that joins a network. */
export function joinPolicyIssues(network: string, policy: Policy): readonly Issue[] {
  const problems = new Problems();
  networkNameRule(network, problems.at('network'), viewOf(policy, {}));
  return problems.issues;
}

/** @throws DocktopusError `policy.refused` with all of `issues`, unless there are none. */
export function refuseByPolicy(issues: readonly Issue[], subject: string): void {
  if (issues.length > 0) throw invalid('policy.refused', 'policy', issues, subject);
}

export function viewOf(
  policy: Policy,
  { directory = process.cwd(), host = plainView }: PolicyOptions,
): PolicyView {
  return { policy, directory, host };
}

function checkFields(
  value: unknown,
  rules: Readonly<Record<string, PolicyRule>>,
  problems: Problems,
  view: PolicyView,
): void {
  if (isUnset(value)) return;
  if (!isRecord(value)) {
    problems.refuse(value, 'an object');
    return;
  }
  for (const [key, entry] of Object.entries(value)) {
    const at = problems.at(key);
    if (view.policy.fields?.includes(at.path)) continue;
    if (Object.hasOwn(rules, key)) rules[key]?.(entry, at, view);
    else refuseUnknown(entry, at);
  }
}
