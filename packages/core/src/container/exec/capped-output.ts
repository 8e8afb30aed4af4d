/** Keeps the first `maxBytes` of what is written to it. */
export class CappedOutput {
  readonly #maxBytes: number;
  #parts: Buffer[] = [];
  #size = 0;
  #truncated = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get truncated(): boolean {
    return this.#truncated;
  }

  add(data: Buffer): void {
    const room = this.#maxBytes - this.#size;
    if (data.length > room) this.#truncated = true;
    const kept = data.length > room ? data.subarray(0, room) : data;
    if (kept.length === 0) return;
    this.#parts.push(kept);
    this.#size += kept.length;
  }

  bytes(): Buffer {
    return Buffer.concat(this.#parts, this.#size);
  }
}
