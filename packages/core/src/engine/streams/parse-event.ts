import type { EngineEvent } from '../model/engine-event.ts';
import { parseJsonLine } from './read-json-lines.ts';

/**
 * One event from its line.
 *
 * The nanoseconds are taken from the text, because a JavaScript number cannot hold them. An attribute
 * cannot be mistaken for them: attributes are texts, and quotes inside a text are escaped.
 */
export function parseEvent(line: string): EngineEvent {
  const event = parseJsonLine(line, 'engine.watchEvents');
  const actor = (event.Actor ?? {}) as { ID?: unknown; Attributes?: unknown };
  return {
    type: text(event.Type),
    // `status` and `id` are what engines before API 1.22 and today's Podman send beside them.
    action: text(event.Action) || text(event.status),
    id: text(actor.ID) || text(event.id),
    attributes: (actor.Attributes ?? {}) as Readonly<Record<string, string>>,
    timeNano: nanoseconds(line, event.time),
  };
}

function nanoseconds(line: string, seconds: unknown): string {
  const found = /"timeNano"\s*:\s*(\d+)/.exec(line)?.[1];
  if (found !== undefined) return found;
  return typeof seconds === 'number' ? `${Math.trunc(seconds)}000000000` : '0';
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
