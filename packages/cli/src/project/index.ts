export { nodeOptions, programPath } from './run-program.ts';
export { watchFiles } from './watch-files.ts';
