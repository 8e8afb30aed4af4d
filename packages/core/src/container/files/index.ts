export type { ArchiveLimits } from './archive-limits.ts';
export { type CopyFromOptions, copyFrom } from './copy-from.ts';
export {
  type CopySource,
  type CopyToOptions,
  copyFilesToDisk,
  copyFilesToMemory,
  copyTo,
} from './copy-to.ts';
export type { LinkPolicy } from './link-policy.ts';
export { type ContainerMounts, isInMemory } from './memory.ts';
export { type ReadFileOptions, readFile } from './read-file.ts';
