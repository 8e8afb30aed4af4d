export { runCommand } from './run-command.ts';
export { runLines } from './run-lines.ts';
export type { RunExit, RunOptions, RunResult, RunStreamOptions } from './run-options.ts';
export { RUN_OPTIONS } from './run-options.ts';
export type { RunStream } from './run-stream.ts';
export { runToEnd } from './run-to-end.ts';
