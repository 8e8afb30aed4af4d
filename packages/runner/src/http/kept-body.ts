import type { IncomingMessage } from 'node:http';

/** A request whose body the application may have read already: Express leaves `body`, NestJS `rawBody` beside it. */
export type ReadRequest = IncomingMessage & { body?: unknown; rawBody?: unknown };

/** What an application's parser has left of a body. */
export type KeptBody =
  /** As it was sent. */
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  /** Written again: it means the same, and no signature fits it. */
  | { readonly kind: 'written'; readonly bytes: Buffer }
  /** Read, and kept nowhere. */
  | { readonly kind: 'lost' };

/** What is left of a body that the application has read; `undefined` when the runner can read it, or there is none. */
export function keptBody(request: ReadRequest): KeptBody | undefined {
  const { rawBody, body, headers, readableDidRead } = request;
  if (!readableDidRead) return undefined;
  if (rawBody instanceof Uint8Array || typeof rawBody === 'string') return bytesOf(rawBody);
  // As express.raw() and express.text() keep it.
  if (body instanceof Uint8Array || typeof body === 'string') return bytesOf(body);
  if (body === undefined) return hasBody(request) ? { kind: 'lost' } : undefined;
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '');
  const text = isForm ? formText(body) : JSON.stringify(body);
  return { kind: 'written', bytes: Buffer.from(text ?? '') };
}

function bytesOf(body: Uint8Array | string): KeptBody {
  return { kind: 'bytes', bytes: Buffer.from(body as Uint8Array) };
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** Fields as a browser sends them; a parser may have opened `a[b]=1` to records and lists. */
function formText(fields: unknown): string {
  const form = new URLSearchParams();
  const add = (name: string, value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) add(name, each);
    else if (typeof value === 'object' && value !== null)
      for (const [key, each] of Object.entries(value)) add(name === '' ? key : `${name}[${key}]`, each);
    else form.append(name, String(value));
  };
  add('', fields);
  return form.toString();
}
