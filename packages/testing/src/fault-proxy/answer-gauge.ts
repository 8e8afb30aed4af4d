const HEAD_END = '\r\n\r\n';
/** Enough to be the beginning of a head and too little to be one. */
const HALF_A_HEAD = 12;

/** Measures one answer on its way through: how much of it may pass before a limit in its body. */
export class AnswerGauge {
  readonly #limit: number;
  #head: string | undefined = '';
  #bodyBytes = 0;

  /** @param afterBodyBytes as on the wire, chunk sizes included; negative: in the middle of the head. */
  constructor(afterBodyBytes: number) {
    this.#limit = afterBodyBytes;
  }

  /** How many bytes of `chunk` may pass, and whether the limit is reached with them. */
  measure(chunk: Buffer): { readonly pass: number; readonly reached: boolean } {
    if (this.#limit < 0) return { pass: Math.min(HALF_A_HEAD, chunk.length), reached: true };
    const bodyStart = this.#bodyStart(chunk);
    if (bodyStart === undefined) return { pass: chunk.length, reached: false };
    const allowed = Math.min(chunk.length - bodyStart, this.#limit - this.#bodyBytes);
    this.#bodyBytes += allowed;
    return { pass: bodyStart + allowed, reached: this.#bodyBytes === this.#limit };
  }

  /** Where the body begins in `chunk`; `undefined` while the head goes on. */
  #bodyStart(chunk: Buffer): number | undefined {
    if (this.#head === undefined) return 0;
    const before = this.#head.length;
    this.#head += chunk.toString('latin1');
    const end = this.#head.indexOf(HEAD_END);
    if (end === -1) return undefined;
    this.#head = undefined;
    return end + HEAD_END.length - before;
  }
}
