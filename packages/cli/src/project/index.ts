export { programPath } from './program-path.ts';
export { nodeOptions } from './run-program.ts';
export { watchFiles } from './watch-files.ts';
