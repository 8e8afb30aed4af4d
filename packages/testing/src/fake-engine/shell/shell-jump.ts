/** Ends a shell, a loop, or one round of it. */
export class ShellJump extends Error {
  override readonly name = 'ShellJump';
  readonly to: 'exit' | 'break' | 'continue';
  readonly status: number;

  constructor(to: 'exit' | 'break' | 'continue', status = 0) {
    super(to);
    this.to = to;
    this.status = status;
  }
}
