import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { newSha256 } from '../text/index.ts';
import { HIDDEN, processStart } from './process-start.mjs';

/** One run of one process, described so that others can tell later whether that very process is still there. */
export interface Session {
  /** Hash of the machine's id and the host name. */
  readonly host: string;
  /** Hash of the boot's id: after a reboot, no process of before is there. */
  readonly boot: string;
  /** The pid namespace: the pids of another container mean nothing here. */
  readonly namespace: string;
  readonly pid: number;
  /** When the process began; a reused pid has another. */
  readonly start: string;
  /** The id of the container that the process runs in, if the engine of the session knows it. */
  readonly container?: string | undefined;
}

/** The session of this process, which runs in `container` of the session's engine. */
export function currentSession(container?: string): Session {
  return {
    host: hash(`${read('/etc/machine-id')}\n${hostname()}`),
    boot: hash(read('/proc/sys/kernel/random/boot_id')),
    namespace: pidNamespace(),
    pid: process.pid,
    start: processStart(process.pid) ?? HIDDEN,
    ...(container !== undefined && { container }),
  };
}

/** `'1f0e…-9c2a…-4026531836-4711-98236'`: fits into a label and into a filter. */
export function printSession({ host, boot, namespace, pid, start, container }: Session): string {
  return [host, boot, namespace, pid, start, container].filter((part) => part !== undefined).join('-');
}

/** The session that was printed; `undefined` for anything else. */
export function parseSession(text: string): Session | undefined {
  const match = /^([0-9a-f]{12})-([0-9a-f]{12})-(\d+)-([1-9]\d*)-(\d+|hidden)(?:-([0-9a-f]{64}))?$/.exec(
    text,
  );
  if (match === null) return undefined;
  const [, host = '', boot = '', namespace = '', pid, start = '', container] = match;
  const process = { host, boot, namespace, pid: Number(pid), start };
  return container === undefined ? process : { ...process, container };
}

function hash(text: string): string {
  return newSha256().update(text).digest('hex').slice(0, 12);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    // Absent outside Linux and in small images: the other facts have to do.
    return '';
  }
}

function pidNamespace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
  } catch {
    // Outside Linux there is one.
    return '0';
  }
}
