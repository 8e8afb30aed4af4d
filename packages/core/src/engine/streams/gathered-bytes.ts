const FIRST_CAPACITY = 1024;

/**
 * Bytes that come in parts. From the second part on they are copied together, so that a process which writes byte by byte
 * does not cost a hundred times what it has written; a single part is kept as it came.
 */
export class GatheredBytes {
  #bytes: Buffer = Buffer.alloc(0);
  #length = 0;
  /** Whether there is room for more in `#bytes`, which then is ours. */
  #ours = false;

  get length(): number {
    return this.#length;
  }

  add(part: Buffer): void {
    if (part.length === 0) return;
    if (this.#length === 0 && !this.#ours) this.#bytes = part;
    else {
      this.#makeRoom(this.#length + part.length);
      part.copy(this.#bytes, this.#length);
    }
    this.#length += part.length;
  }

  /** What has come so far. */
  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** The same, and nothing is kept. */
  take(): Buffer {
    const taken = this.bytes();
    this.#bytes = Buffer.alloc(0);
    this.#length = 0;
    this.#ours = false;
    return taken;
  }

  #makeRoom(needed: number): void {
    if (this.#ours && needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(FIRST_CAPACITY, needed, 2 * this.#length));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
    this.#ours = true;
  }
}
