import { type Problems, readRecord, readText } from '../../input/index.ts';
import { merged } from './combine.ts';
import type { Option } from './option.ts';

/** Kernel parameters of the container's namespaces: `{ 'net.core.somaxconn': 1024 }`. */
export type SysctlsInput = Readonly<Record<string, string | number | undefined>>;

export const sysctls = {
  calls: { sysctls: { read: readSysctls, combine: merged } },
  body: (parameters) => ({ HostConfig: { Sysctls: parameters } }),
  hash: 'body',
} satisfies Option<Readonly<Record<string, string>>>;

function readSysctls(value: unknown, problems: Problems): Readonly<Record<string, string>> | undefined {
  const parameters = readRecord(readParameter)(value, problems);
  for (const key of Object.keys(parameters ?? {})) {
    if (!/^[a-z0-9_-]+(?:[./][a-zA-Z0-9_-]+)+$/.test(key)) {
      problems.at(key).refuse(key, "a parameter such as 'net.core.somaxconn'");
    }
  }
  return parameters;
}

function readParameter(value: unknown, problems: Problems): string | undefined {
  return readText(typeof value === 'number' && Number.isFinite(value) ? String(value) : value, problems);
}
