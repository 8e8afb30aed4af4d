import { EXIT } from './exit-code.ts';

/** A failure that the command itself finds, with the exit code that it means. */
export class CommandFailure extends Error {
  readonly exitCode: number;
  readonly code: string;
  readonly hint: string | undefined;

  constructor(exitCode: number, code: string, message: string, hint?: string) {
    super(message);
    this.exitCode = exitCode;
    this.code = code;
    this.hint = hint;
  }
}

/** The command line asks for something that cannot be. */
export function usageFailure(message: string, hint?: string): CommandFailure {
  return new CommandFailure(EXIT.usage, 'usage', message, hint);
}
