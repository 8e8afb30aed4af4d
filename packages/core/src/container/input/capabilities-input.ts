import { didYouMean } from '../../errors/index.ts';
import { parsed, readSyntax, refused } from '../../input/index.ts';

/** Capabilities of Linux, without the `CAP_` that may stand before them. */
export const CAPABILITIES = [
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

export type Capability = (typeof CAPABILITIES)[number];

/** With or without its prefix. */
export type CapabilityInput = Capability | `CAP_${Exclude<Capability, 'ALL'>}`;

/** One argument of `capAdd` and `capDrop`, without its prefix. */
export const readCapability = readSyntax((text) => {
  const name = text.toUpperCase().replace(/^CAP_/, '');
  return CAPABILITIES.some((known) => known === name)
    ? parsed(name)
    : refused('a Linux capability such as NET_ADMIN', didYouMean(text, CAPABILITIES));
});
