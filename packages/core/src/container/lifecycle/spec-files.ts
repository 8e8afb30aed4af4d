import { copyFilesToDisk, copyFilesToMemory, isInMemory } from '../files/index.ts';
import type { FileToCopy } from '../options/files.ts';
import type { Slot } from '../slot/slot.ts';

/** Copies the files of the slot's spec that a container has before it runs. */
export async function copyDiskFiles(slot: Slot, id: string, signal: AbortSignal): Promise<void> {
  await copyFilesToDisk({ docker: slot.docker, id, subject: slot.subject }, filesOf(slot, false), signal);
}

/** Copies the files of the slot's spec that are in memory: after every start, because memory is empty then. */
export async function copyMemoryFiles(slot: Slot, id: string, signal: AbortSignal): Promise<void> {
  await copyFilesToMemory({ docker: slot.docker, id, subject: slot.subject }, filesOf(slot, true), signal);
}

function filesOf(slot: Slot, inMemory: boolean): readonly FileToCopy[] {
  const mounts = slot.body?.HostConfig ?? {};
  return (slot.spec?.files ?? []).filter(({ target }) => isInMemory(target, mounts) === inMemory);
}
