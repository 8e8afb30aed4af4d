import { GatheredBytes } from '../../engine/index.ts';

/** Keeps the first `maxBytes` of what is written to it. */
export class CappedOutput {
  readonly #maxBytes: number;
  readonly #kept = new GatheredBytes();
  #truncated = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get truncated(): boolean {
    return this.#truncated;
  }

  add(data: Buffer): void {
    const room = this.#maxBytes - this.#kept.length;
    if (data.length > room) this.#truncated = true;
    this.#kept.add(data.length > room ? data.subarray(0, room) : data);
  }

  bytes(): Buffer {
    return this.#kept.bytes();
  }
}
