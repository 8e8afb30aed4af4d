import { didYouMean } from '../../errors/index.ts';
import { type Parsed, parsed, readList, readSyntax, refused } from '../../input/index.ts';
import { united } from './combine.ts';
import type { Option } from './option.ts';

/** Capabilities of Linux, without the `CAP_` that may stand before them. */
const CAPABILITIES = [
  'ALL',
  'AUDIT_CONTROL',
  'AUDIT_READ',
  'AUDIT_WRITE',
  'BLOCK_SUSPEND',
  'BPF',
  'CHECKPOINT_RESTORE',
  'CHOWN',
  'DAC_OVERRIDE',
  'DAC_READ_SEARCH',
  'FOWNER',
  'FSETID',
  'IPC_LOCK',
  'IPC_OWNER',
  'KILL',
  'LEASE',
  'LINUX_IMMUTABLE',
  'MAC_ADMIN',
  'MAC_OVERRIDE',
  'MKNOD',
  'NET_ADMIN',
  'NET_BIND_SERVICE',
  'NET_BROADCAST',
  'NET_RAW',
  'PERFMON',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYSLOG',
  'SYS_ADMIN',
  'SYS_BOOT',
  'SYS_CHROOT',
  'SYS_MODULE',
  'SYS_NICE',
  'SYS_PACCT',
  'SYS_PTRACE',
  'SYS_RAWIO',
  'SYS_RESOURCE',
  'SYS_TIME',
  'SYS_TTY_CONFIG',
  'WAKE_ALARM',
] as const;

/** A Linux capability without the prefix `CAP_`, or `'ALL'`. */
export type Capability = (typeof CAPABILITIES)[number];

/** With or without its prefix. */
export type CapabilityInput = Capability | `CAP_${Exclude<Capability, 'ALL'>}`;

export const capAdd = {
  calls: { capAdd: { read: readList(readSyntax(parseCapability)), combine: united } },
  body: (names) => ({ HostConfig: { CapAdd: names } }),
  hash: 'body',
} satisfies Option<readonly string[]>;

export const capDrop = {
  calls: { capDrop: { read: readList(readSyntax(parseCapability)), combine: united } },
  body: (names) => ({ HostConfig: { CapDrop: names } }),
  hash: 'body',
} satisfies Option<readonly string[]>;

/** A capability without its prefix. */
function parseCapability(text: string): Parsed<string> {
  const name = text.toUpperCase().replace(/^CAP_/, '');
  return CAPABILITIES.some((known) => known === name)
    ? parsed(name)
    : refused('a Linux capability such as NET_ADMIN', didYouMean(text, CAPABILITIES));
}
