import { Readable } from 'node:stream';
import type { EngineRequest } from '@docktopus/core/engine';
import { isRecord } from '@docktopus/core/kit';
import { EngineFailure } from './engine-failure.ts';

export type JsonObject = { readonly [key: string]: unknown };

/** The whole body of a request. */
export async function readBody({ body }: EngineRequest): Promise<Buffer> {
  if (body === undefined) return Buffer.alloc(0);
  if (!(body instanceof Readable)) return Buffer.from(body);
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** @throws EngineFailure in the words of the engine's own decoder. */
export async function readJson(
  request: EngineRequest,
  options: { optional?: boolean } = {},
): Promise<JsonObject> {
  const text = (await readBody(request)).toString();
  if (text === '' && options.optional) return {};
  if (text === '') throw new EngineFailure(500, 'EOF');
  try {
    return asObject(JSON.parse(text));
  } catch (cause) {
    throw new EngineFailure(500, cause instanceof Error ? cause.message : String(cause));
  }
}

export function asObject(value: unknown): JsonObject {
  return isRecord(value) ? value : {};
}

export function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function asNumber(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

/** A list of texts, or `undefined` for `null` and what is missing. */
export function asTexts(value: unknown): string[] | undefined {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.map(String) : undefined;
}

export function asTextRecord(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(asObject(value)).map(([key, entry]) => [key, String(entry)]));
}
