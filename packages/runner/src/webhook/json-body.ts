import { isTooDeep, MOST_LEVELS } from '../job/index.ts';

/** What a request's body says, an empty one being a call without a body; or text that says what is wrong with it. */
export function parseJson(raw: Uint8Array): { readonly value: unknown } | string {
  if (raw.length === 0) return { value: undefined };
  const text = textOf(raw);
  if (text === undefined) return 'the body is not UTF-8';
  try {
    return isTooDeep(text)
      ? `the body is nested deeper than ${MOST_LEVELS} levels`
      : { value: JSON.parse(text) };
  } catch {
    return 'the body is not JSON';
  }
}

function textOf(raw: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(raw);
  } catch {
    return undefined;
  }
}

export function isJson(contentType: string | undefined): boolean {
  return /^application\/([\w.-]+\+)?json\s*(;|$)/i.test(contentType ?? '');
}
