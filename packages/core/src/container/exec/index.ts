export { type AttachOptions, attach } from './attach.ts';
export { CappedOutput } from './capped-output.ts';
export { exec } from './exec.ts';
export {
  type ExecInput,
  type ExecOptions,
  type ExecResult,
  type ExecStreamOptions,
  type KillOnAbort,
  readInput,
} from './exec-options.ts';
export { ExecProcess } from './exec-process.ts';
export { execStream } from './exec-stream.ts';
export { ALIVE, END_GROUP, STARTED } from './process-group.ts';
export { ProcessStreams } from './process-streams.ts';
export { feedUntilGone } from './talk.ts';
