export type { ArchiveLimits } from './archive-limits.ts';
export { type CopyFromOptions, copyFrom } from './copy-from.ts';
export { type CopySource, type CopyToOptions, copyFilesIn, copyTo } from './copy-to.ts';
export { type ReadFileOptions, readFile } from './read-file.ts';
