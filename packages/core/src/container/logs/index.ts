export type { LogLine } from './log-line.ts';
export { readLogs } from './logs.ts';
export type { LogsOptions } from './logs-options.ts';
export { MAX_LINE_BYTES, readLines } from './read-lines.ts';
