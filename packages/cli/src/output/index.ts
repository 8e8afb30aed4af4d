export { CommandFailure, usageFailure } from './command-failure.ts';
export { EXIT, exitCodeFor } from './exit-code.ts';
export { Output } from './output.ts';
export type { Column } from './table.ts';
export type { Paint } from './terminal.ts';
