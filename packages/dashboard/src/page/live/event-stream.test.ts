import { expect, test } from 'vitest';
import { EventParser } from './event-stream.ts';

const text =
  'retry: 1000\n\nevent: hello\ndata: {"v":1}\n\n: still here\n\nevent: board\nid: e.7\ndata: "a\\nb"\n\n';

test('events come out whole, wherever the text is cut', () => {
  for (let size = 1; size < text.length; size += 5) {
    const parser = new EventParser();
    const events = [];
    for (let at = 0; at < text.length; at += size) events.push(...parser.push(text.slice(at, at + size)));
    expect(events).toEqual([
      { event: 'hello', id: undefined, data: '{"v":1}' },
      { event: 'board', id: 'e.7', data: '"a\\nb"' },
    ]);
  }
});
