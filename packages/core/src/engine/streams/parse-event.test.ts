import { expect, test } from 'vitest';
import { parseEvent } from './parse-event.ts';

test('the nanoseconds are exact, which a number cannot be', () => {
  const line =
    '{"status":"die","id":"c1","from":"busybox","Type":"container","Action":"die","Actor":{"ID":"c1","Attributes":{"exitCode":"3"}},"scope":"local","time":1795530164,"timeNano":1795530164019877533}';
  expect(parseEvent(line)).toEqual({
    type: 'container',
    action: 'die',
    id: 'c1',
    attributes: { exitCode: '3' },
    timeNano: '1795530164019877533',
  });
});

test.each([
  [
    'newer engines send no status',
    '{"Type":"container","Action":"start","Actor":{"ID":"a"},"timeNano":5}',
    'start',
    '5',
  ],
  ['seconds alone', '{"Type":"image","status":"pull","id":"x","time":7}', 'pull', '7000000000'],
  ['no time', '{"Type":"network","Action":"create"}', 'create', '0'],
  [
    'labels that look like the field',
    '{"Type":"container","Action":"x","Actor":{"ID":"a","Attributes":{"timeNano":"1","l":"\\"timeNano\\":2"}},"timeNano":3}',
    'x',
    '3',
  ],
])('%s', (_name, line, action, timeNano) => {
  expect(parseEvent(line)).toMatchObject({ action, timeNano });
});
