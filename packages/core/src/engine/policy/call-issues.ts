import type { Issue } from '../../errors/index.ts';
import { Problems } from '../../input/index.ts';
import { isRecord } from '../../json/index.ts';
import { networkNameRule } from './namespace-rules.ts';
import type { Policy } from './policy.ts';
import { hostConfigIssues, type PolicyOptions, viewOf } from './policy-issues.ts';
import { fieldsOf, isUnset, onlyIf, refuse, refuseUnknown } from './policy-rule.ts';

type Body = Readonly<Record<string, unknown>>;

const EXEC_FIELDS: readonly string[] = [
  'AttachStdin',
  'AttachStdout',
  'AttachStderr',
  'Cmd',
  'ConsoleSize',
  'Detach',
  'DetachKeys',
  'Env',
  'Privileged',
  'Tty',
  'User',
  'WorkingDir',
];

/** What `policy` does not allow of a command in a container that exists. */
export function execPolicyIssues(body: Body, policy: Policy): readonly Issue[] {
  const problems = new Problems();
  const view = viewOf(policy, {});
  const { Privileged } = fieldsOf(body, EXEC_FIELDS, problems, view);
  onlyIf((given) => given.privileged === true, 'privileged: true')(
    Privileged,
    problems.at('Privileged'),
    view,
  );
  return problems.issues;
}

/** The same for a change of a container's resources. */
export function updatePolicyIssues(
  body: Body,
  policy: Policy,
  options: PolicyOptions = {},
): readonly Issue[] {
  return hostConfigIssues(body, policy, options);
}

/** The same for a container's start and its like: old engines would take a whole host config there. */
export function startPolicyIssues(body: Body, policy: Policy): readonly Issue[] {
  const problems = new Problems();
  fieldsOf(body, ['DetachKeys', 'condition'], problems, viewOf(policy, {}));
  return problems.issues;
}

/** The same for its parameters: a checkpoint is read from any directory of the host. */
export function lifecyclePolicyIssues(query: URLSearchParams): readonly Issue[] {
  const problems = new Problems();
  for (const [key, value] of query) {
    if (/^checkpoint/i.test(key)) refuseUnknown(value, problems.at(key));
  }
  return problems.issues;
}

const NETWORK_FIELDS: readonly string[] = [
  'Name',
  'Driver',
  'CheckDuplicate',
  'Internal',
  'Attachable',
  'IPAM',
  'EnableIPv4',
  'EnableIPv6',
  'Options',
  'Labels',
];

/** Options of the bridge driver that keep a network apart from the others of the host. */
const NETWORK_OPTIONS =
  /^com\.docker\.network\.(?:driver\.mtu|bridge\.(?:enable_icc|enable_ip_masquerade|host_binding_ipv4))$/;

/** The same for a new network: some drivers put containers onto the network of the host. */
export function networkPolicyIssues(body: Body, policy: Policy): readonly Issue[] {
  const problems = new Problems();
  const view = viewOf(policy, {});
  const { Driver, IPAM, Options } = fieldsOf(body, NETWORK_FIELDS, problems, view);
  const ipam = problems.at('IPAM');
  const { Driver: addresses } = fieldsOf(IPAM, ['Driver', 'Config', 'Options'], ipam, view);
  if (!isUnset(addresses) && addresses !== 'default') refuseUnknown(addresses, ipam.at('Driver'));
  for (const [key, value] of Object.entries(isRecord(Options) ? Options : {})) {
    const at = problems.at('Options').at(key);
    if (!NETWORK_OPTIONS.test(key) && !policy.fields?.includes(at.path)) refuseUnknown(value, at);
  }
  const isApart = isUnset(Driver) || Driver === 'bridge' || Driver === 'overlay';
  if (!isApart && !policy.hostNamespaces?.includes('network')) {
    refuse(Driver, problems.at('Driver'), "the driver 'bridge'", "hostNamespaces: ['network']");
  }
  return problems.issues;
}

const BUILD_PARAMETERS: readonly string[] = [
  'buildargs',
  'cachefrom',
  'cpuperiod',
  'cpuquota',
  'cpusetcpus',
  'cpushares',
  'dockerfile',
  'extrahosts',
  'forcerm',
  'labels',
  'memory',
  'memswap',
  'networkmode',
  'nocache',
  'platform',
  'pull',
  'q',
  'remote',
  'rm',
  'shmsize',
  'squash',
  't',
  'target',
  'version',
];

/** The same for a build, by its parameters: Podman knows some that bind paths of the host. */
export function buildPolicyIssues(query: URLSearchParams, policy: Policy): readonly Issue[] {
  const problems = new Problems();
  const view = viewOf(policy, {});
  for (const [key, value] of query) {
    if (key === 'networkmode') networkNameRule(value, problems.at(key), view);
    else if (!BUILD_PARAMETERS.includes(key)) refuseUnknown(value, problems.at(key));
  }
  return problems.issues;
}
