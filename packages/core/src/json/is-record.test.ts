import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { isRecord } from './index.ts';

test.each([
  ['a literal', {}],
  ['parsed JSON', JSON.parse('{"__proto__": 1}')],
  ['an object without a prototype', Object.create(null)],
  ['a literal of another realm', runInNewContext('({})')],
])('%s is a record', (_, value) => expect(isRecord(value)).toBe(true));

test.each([
  ['null', null],
  ['undefined', undefined],
  ['text', 'text'],
  ['a list', []],
  ['a list of another realm', runInNewContext('[]')],
  ['a date', new Date()],
  ['an instance of a class', new (class Author {})()],
  ['a function', () => undefined],
])('%s is not a record', (_, value) => expect(isRecord(value)).toBe(false));
