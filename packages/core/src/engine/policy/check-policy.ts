import { invalid } from '../../errors/index.ts';
import {
  type FieldReaders,
  Problems,
  type Reader,
  readFields,
  readFlag,
  readList,
  readText,
  readWord,
} from '../../input/index.ts';
import type { Policy } from './policy.ts';

const readNames = readList(readText);

const readAllOrNames: Reader<boolean | readonly string[]> = (value, problems) =>
  typeof value === 'boolean'
    ? value
    : Array.isArray(value)
      ? readNames(value, problems)
      : problems.refuse(value, 'true, false or a list of names');

const FIELDS: FieldReaders<Policy> = {
  binds: readNames,
  volumes: readAllOrNames,
  networks: readAllOrNames,
  ports: readWord(['none', 'loopback', 'any']),
  images: readNames,
  privileged: readFlag,
  capabilities: readNames,
  hostNamespaces: readList(readWord(['network', 'pid', 'ipc', 'uts', 'user', 'cgroup'])),
  otherContainers: readFlag,
  devices: readNames,
  gpus: readFlag,
  engineSocket: readFlag,
  securityOpt: readNames,
  runtimes: readNames,
  sysctls: readNames,
  logDrivers: readNames,
  volumeDrivers: readNames,
  fields: readNames,
};

/** What a policy may be. */
export const readPolicy: Reader<Policy> = readFields<Policy>(FIELDS);

/**
 * The policy as it was at this moment: a list that changes later allows nothing more.
 *
 * @throws DocktopusError `context.invalid` with every field that is unknown or holds something else than it can.
 */
export function checkPolicy(policy: Policy, operation: string): Policy {
  const problems = new Problems().at('policy');
  const read = readPolicy(policy, problems);
  if (problems.issues.length > 0 || read === undefined) {
    throw invalid('context.invalid', operation, problems.issues);
  }
  return read;
}
