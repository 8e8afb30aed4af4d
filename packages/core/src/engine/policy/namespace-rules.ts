import { isRecord } from '../../json/index.ts';
import { expectedNames } from './mount-rules.ts';
import type { HostNamespace } from './policy.ts';
import { fieldsOf, isAllowedName, isUnset, type PolicyRule, refuse } from './policy-rule.ts';

/** Not the words of Podman for the namespace of any process. */
const NETWORK_NAME = /^[a-z\d][\w.-]*$/i;

/** A namespace that is the container's own, the host's, or another container's. */
export function namespaceRule(namespace: HostNamespace, own: readonly string[]): PolicyRule {
  return (value, problems, { policy }) => {
    if (isUnset(value) || own.includes(String(value))) return;
    if (value === 'host') {
      if (!policy.hostNamespaces?.includes(namespace)) {
        refuse(value, problems, "the container's own namespace", `hostNamespaces: ['${namespace}']`);
      }
    } else if (typeof value === 'string' && value.startsWith('container:')) {
      if (!policy.otherContainers) {
        refuse(value, problems, "the container's own namespace", 'otherContainers: true');
      }
    } else if (namespace === 'network' && NETWORK_NAME.test(String(value))) {
      if (!isAllowedName(String(value), policy.networks)) {
        refuse(value, problems, expectedNames(policy.networks, 'other network'), `networks: ['${value}']`);
      }
    } else problems.refuse(value, "the container's own namespace");
  };
}

/** The name of a network, or another word for one. */
export const networkNameRule = namespaceRule('network', ['default', 'bridge', 'none']);

const ENDPOINT_FIELDS: readonly string[] = [
  'IPAMConfig',
  'MacAddress',
  'Aliases',
  'NetworkID',
  'EndpointID',
  'Gateway',
  'IPAddress',
  'IPPrefixLen',
  'IPv6Gateway',
  'GlobalIPv6Address',
  'GlobalIPv6PrefixLen',
  'DNSNames',
  'GwPriority',
];

export const networkingRule: PolicyRule = (value, problems, view) => {
  const { EndpointsConfig: endpoints } = fieldsOf(value, ['EndpointsConfig'], problems, view);
  for (const [name, endpoint] of Object.entries(isRecord(endpoints) ? endpoints : {})) {
    const at = problems.at('EndpointsConfig').at(name);
    networkNameRule(name, at, view);
    fieldsOf(endpoint, ENDPOINT_FIELDS, at, view);
  }
};

/** `{ '80/tcp': [{ HostIp, HostPort }] }` */
export const portBindingsRule: PolicyRule = (value, problems, view) => {
  const { policy } = view;
  if (isUnset(value) || policy.ports === 'any') return;
  if (!isRecord(value)) {
    problems.refuse(value, 'an object');
    return;
  }
  for (const [port, bindings] of Object.entries(value)) {
    for (const binding of Array.isArray(bindings) ? bindings : []) {
      const { HostIp } = fieldsOf(binding, ['HostIp', 'HostPort'], problems.at(port), view);
      const address = isUnset(HostIp) ? 'all addresses' : String(HostIp);
      if (policy.ports === 'loopback' && isLoopback(address)) continue;
      const expected = policy.ports === 'loopback' ? 'an address of the loopback' : 'no published port';
      refuse(address, problems.at(port), expected, "ports: 'any'");
    }
  }
};

function isLoopback(address: string): boolean {
  return /^127(?:\.\d{1,3}){3}$/.test(address) || address === '::1';
}
