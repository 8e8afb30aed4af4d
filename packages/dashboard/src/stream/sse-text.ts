import type { StreamMessages } from '../api/index.ts';

/**
 * One event in the format of `text/event-stream`. The data is JSON, which holds no line break: whatever a container
 * writes, it cannot begin another event.
 */
export function sseText<K extends keyof StreamMessages>(
  event: K,
  data: StreamMessages[K],
  id?: string,
): string {
  return `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
}

/** Keeps proxies and clients from taking silence for a loss. */
export const SSE_COMMENT = ': still here\n\n';
