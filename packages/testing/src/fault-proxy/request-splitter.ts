import type { SeenRequest } from './proxy-fault.ts';

const HEAD_END = Buffer.from('\r\n\r\n');
const LINE_END = Buffer.from('\r\n');

/** Bytes of a client, divided where a new request begins. */
export interface RequestPart {
  /** Present on the first part of each request. */
  readonly request?: SeenRequest;
  readonly bytes: Buffer;
}

type Position =
  | { readonly at: 'head' }
  | { readonly at: 'body'; left: number }
  | { readonly at: 'chunk-size' }
  | { readonly at: 'chunk'; left: number }
  | { readonly at: 'trailer' }
  | { readonly at: 'raw' };

/** Finds the requests in what a client sends over one connection, without changing a byte. */
export class RequestSplitter {
  #held: Buffer = Buffer.alloc(0);
  #position: Position = { at: 'head' };

  push(chunk: Buffer): RequestPart[] {
    const parts: RequestPart[] = [];
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    for (let part = this.#next(); part !== undefined; part = this.#next()) parts.push(part);
    return parts;
  }

  #next(): RequestPart | undefined {
    if (this.#held.length === 0) return undefined;
    const position = this.#position;
    switch (position.at) {
      case 'raw':
        return { bytes: this.#take(this.#held.length) };
      case 'body':
      case 'chunk': {
        const bytes = this.#take(position.left);
        position.left -= bytes.length;
        if (position.left === 0) this.#position = { at: position.at === 'body' ? 'head' : 'chunk-size' };
        return { bytes };
      }
      case 'head':
        return this.#head();
      case 'chunk-size':
        return this.#chunkSize();
      case 'trailer': {
        const end = this.#held.indexOf(LINE_END);
        if (end === -1) return undefined;
        if (end === 0) this.#position = { at: 'head' };
        return { bytes: this.#take(end + LINE_END.length) };
      }
    }
  }

  #head(): RequestPart | undefined {
    const end = this.#held.indexOf(HEAD_END);
    if (end === -1) return undefined;
    const bytes = this.#take(end + HEAD_END.length);
    const request = parseHead(bytes.subarray(0, end).toString('latin1'));
    this.#position = afterHead(request.headers);
    return { request, bytes };
  }

  #chunkSize(): RequestPart | undefined {
    const end = this.#held.indexOf(LINE_END);
    if (end === -1) return undefined;
    const bytes = this.#take(end + LINE_END.length);
    const size = Number.parseInt(bytes.toString('latin1'), 16);
    this.#position = size === 0 ? { at: 'trailer' } : { at: 'chunk', left: size + LINE_END.length };
    return { bytes };
  }

  #take(length: number): Buffer {
    const bytes = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(length);
    return bytes;
  }
}

function afterHead(headers: SeenRequest['headers']): Position {
  if (headers.upgrade !== undefined) {
    // A body that was announced comes before the raw bytes; what it is makes no difference here.
    return { at: 'raw' };
  }
  if (headers['transfer-encoding'] === 'chunked') return { at: 'chunk-size' };
  const length = Number(headers['content-length'] ?? 0);
  return length > 0 ? { at: 'body', left: length } : { at: 'head' };
}

function parseHead(text: string): SeenRequest {
  const [first = '', ...lines] = text.split('\r\n');
  const [method = '', url = ''] = first.split(' ');
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  return { method, url, headers };
}
