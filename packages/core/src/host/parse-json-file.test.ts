import { expect, test } from 'vitest';
import { isDocktopusError } from '../errors/index.ts';
import { parseJsonFile } from './index.ts';

test.each([
  ['', 'it is empty'],
  [' \n', 'it is empty'],
  ['{\n  "a": 1,\n}\n', 'look at line 3, column 1'],
  ['{ "a": "s3cr3t', 'it ends too early'],
  ['{', 'it ends too early'],
  ['{ "password": s3cr3t }', 's is not expected where it stands'],
])('%j is refused with its place, and without its text', (text, place) => {
  try {
    parseJsonFile(text, '/app/package.json', 'config');
    expect.fail('it was expected to fail');
  } catch (error) {
    if (!isDocktopusError(error, 'config.invalid')) throw error;
    expect(error.message).toBe(`config /app/package.json: it is not JSON: ${place}. Fix the file`);
    expect(`${error.stack}${error.cause}`).not.toContain('s3cr3t');
  }
});

test('JSON is read', () => {
  expect(parseJsonFile('{"a": [1]}', 'x.json', 'config')).toEqual({ a: [1] });
});
