/** What a request's body says; an empty one is a call without a body. `undefined` when it is not JSON. */
export function parseJson(raw: Uint8Array): { readonly value: unknown } | undefined {
  if (raw.length === 0) return { value: undefined };
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw)) };
  } catch {
    return undefined;
  }
}

export function isJson(contentType: string | undefined): boolean {
  return /^application\/([\w.-]+\+)?json\s*(;|$)/i.test(contentType ?? '');
}
