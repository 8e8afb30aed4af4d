import { DocktopusError } from '../../errors/index.ts';
import type { OutputChunk } from '../engine.ts';
import { GatheredBytes } from './gathered-bytes.ts';

const HEADER_BYTES = 8;
const DEFAULT_MAX_FRAME_BYTES = 16 * 1024 * 1024;
const SYSTEM_ERROR = 3;

/**
 * Takes the engine's multiplexed output apart: frames of 8 bytes head (stream, three zeros, length) and content.
 *
 * {@link push} hands over each whole frame; contents are views into the chunk wherever a frame lies within one.
 */
export class Demuxer {
  readonly #operation: string;
  readonly #maxFrameBytes: number;
  readonly #held = new GatheredBytes();
  /** How many bytes are needed before the next step: a head, or a head with its content. */
  #needed = HEADER_BYTES;

  constructor(operation: string, maxFrameBytes = DEFAULT_MAX_FRAME_BYTES) {
    this.#operation = operation;
    this.#maxFrameBytes = maxFrameBytes;
  }

  /**
   * The frames that are complete with `chunk`.
   *
   * @throws DocktopusError `engine.protocol` for what is no frame, `engine.failed` for an error that the engine sends
   *   within the stream.
   */
  push(chunk: Buffer): OutputChunk[] {
    const frames: OutputChunk[] = [];
    this.#held.add(chunk);
    if (this.#held.length < this.#needed) return frames;
    const rest = this.#held.take();
    let at = 0;
    for (;;) {
      if (rest.length - at < HEADER_BYTES) {
        this.#needed = HEADER_BYTES;
        break;
      }
      const length = this.#contentLength(rest, at);
      const end = at + HEADER_BYTES + length;
      if (end > rest.length) {
        this.#needed = HEADER_BYTES + length;
        break;
      }
      if (length > 0) frames.push(this.#frame(rest[at] ?? 0, rest.subarray(at + HEADER_BYTES, end)));
      at = end;
    }
    this.#held.add(rest.subarray(at));
    return frames;
  }

  /** @throws DocktopusError `engine.disconnected` when a frame is incomplete. */
  end(): void {
    if (this.#held.length === 0) return;
    throw new DocktopusError('engine.disconnected', {
      operation: this.#operation,
      reason: 'the connection was lost in the middle of the output',
    });
  }

  #contentLength(bytes: Buffer, at: number): number {
    if ((bytes[at] ?? 0) > SYSTEM_ERROR || bytes[at + 1] || bytes[at + 2] || bytes[at + 3]) {
      throw this.#protocolError(
        'the output is not divided into frames',
        'It may come from a container with a terminal',
      );
    }
    const length = bytes.readUInt32BE(at + 4);
    if (length > this.#maxFrameBytes) {
      throw this.#protocolError(`a frame claims ${length} bytes, more than ${this.#maxFrameBytes}`);
    }
    return length;
  }

  #frame(stream: number, data: Buffer): OutputChunk {
    if (stream === SYSTEM_ERROR) {
      throw new DocktopusError('engine.failed', {
        operation: this.#operation,
        reason: data.toString('utf8').trim().slice(0, 2_000),
      });
    }
    return { stream: stream === 2 ? 'stderr' : 'stdout', data };
  }

  #protocolError(reason: string, hint?: string): DocktopusError {
    return new DocktopusError('engine.protocol', { operation: this.#operation, reason, hint });
  }
}
