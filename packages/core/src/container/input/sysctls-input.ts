import { type Problems, parsed, readRecord, readSyntax, readText, refused } from '../../input/index.ts';
import { isIpAddress } from '../syntax/ip-address.ts';

/** Kernel parameters of the container's namespaces: `{ 'net.core.somaxconn': 1024 }`. */
export type SysctlsInput = Readonly<Record<string, string | number | undefined>>;

export function readSysctls(
  value: unknown,
  problems: Problems,
): Readonly<Record<string, string>> | undefined {
  const sysctls = readRecord(readParameter)(value, problems);
  for (const key of Object.keys(sysctls ?? {})) {
    if (!/^[a-z0-9_-]+(?:[./][a-zA-Z0-9_-]+)+$/.test(key)) {
      problems.at(key).refuse(key, "a parameter such as 'net.core.somaxconn'");
    }
  }
  return sysctls;
}

/** One argument of `dns`. */
export const readDnsServer = readSyntax((text) =>
  isIpAddress(text) ? parsed(text) : refused('the IP address of a name server'),
);

function readParameter(value: unknown, problems: Problems): string | undefined {
  return readText(typeof value === 'number' && Number.isFinite(value) ? String(value) : value, problems);
}
