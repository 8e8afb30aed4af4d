import { closeSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { DocktopusError } from '../errors/index.ts';

/** Settings, credentials, variables and Dockerfiles are much smaller. */
const MOST_TEXT_BYTES = 16 * 1024 * 1024;

const PIECE_BYTES = 64 * 1024;

/**
 * The text of a small file; also of one whose size nothing tells before, such as a pipe or a file of the kernel.
 *
 * @throws DocktopusError `path.invalid` for one that is too long; any error of the file system untranslated.
 */
export async function readTextFile(
  path: string,
  operation: string,
  maxBytes = MOST_TEXT_BYTES,
): Promise<string> {
  const file = await open(path);
  try {
    const text = new Gathered(path, operation, maxBytes);
    for (;;) {
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(PIECE_BYTES), 0, PIECE_BYTES, null);
      if (bytesRead === 0) return text.all;
      text.add(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

/** As {@link readTextFile}, at once. */
export function readTextFileSync(path: string, operation: string, maxBytes = MOST_TEXT_BYTES): string {
  const file = openSync(path, 'r');
  try {
    const text = new Gathered(path, operation, maxBytes);
    for (;;) {
      const piece = Buffer.allocUnsafe(PIECE_BYTES);
      const bytesRead = readSync(file, piece, 0, PIECE_BYTES, null);
      if (bytesRead === 0) return text.all;
      text.add(piece.subarray(0, bytesRead));
    }
  } finally {
    closeSync(file);
  }
}

class Gathered {
  readonly #pieces: Buffer[] = [];
  readonly #path: string;
  readonly #operation: string;
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(path: string, operation: string, maxBytes: number) {
    this.#path = path;
    this.#operation = operation;
    this.#maxBytes = maxBytes;
  }

  get all(): string {
    return Buffer.concat(this.#pieces).toString('utf8');
  }

  add(piece: Buffer): void {
    this.#bytes += piece.length;
    if (this.#bytes <= this.#maxBytes) {
      this.#pieces.push(piece);
      return;
    }
    throw new DocktopusError('path.invalid', {
      operation: this.#operation,
      subject: this.#path,
      reason: `it cannot be read: it has more than ${this.#maxBytes} bytes`,
      hint: 'Name a smaller file',
      details: { path: this.#path, errno: 'EFBIG' },
    });
  }
}
