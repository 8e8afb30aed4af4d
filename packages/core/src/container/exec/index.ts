export { type AttachOptions, attach } from './attach.ts';
export { exec } from './exec.ts';
export type { ExecInput, ExecOptions, ExecResult, ExecStreamOptions } from './exec-options.ts';
export { ExecProcess } from './exec-process.ts';
export { execStream } from './exec-stream.ts';
export { ProcessStreams } from './process-streams.ts';
