/** Where a command reads and writes. */
export interface ShellIo {
  readonly stdin: AsyncIterable<Buffer>;
  readonly stdout: (text: string | Uint8Array) => void;
  readonly stderr: (text: string | Uint8Array) => void;
}
