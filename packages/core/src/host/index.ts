export { type HostAccess, hostError, onHost } from './host-error.ts';
export { listenReason } from './listen-reason.ts';
export { parseJsonFile } from './parse-json-file.ts';
export { readIfThere } from './read-if-there.ts';
export { readTextFile, readTextFileSync } from './read-text-file.ts';
