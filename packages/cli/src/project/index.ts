export { nodeOptions, programPath, runInProcess } from './run-program.ts';
export { watchFiles } from './watch-files.ts';
