import { expect, test } from 'vitest';
import { withStandardInput } from './with-standard-input.ts';

const read = () => Promise.resolve('services: {}');

test.each([
  [
    ['a.yaml', 'b.yaml'],
    ['a.yaml', 'b.yaml'],
  ],
  [['-'], [{ name: 'stdin', content: 'services: {}' }]],
  [
    ['a.yaml', '-', './-'],
    ['a.yaml', { name: 'stdin', content: 'services: {}' }, './-'],
  ],
])('the files %j are %j', async (given, files) => {
  expect(await withStandardInput(given, read)).toEqual(files);
});

test('standard input that is named twice is refused', async () => {
  await expect(withStandardInput(['-', '-'], read)).rejects.toMatchObject({
    message: 'standard input can be read once',
    hint: 'Write -f - once',
  });
});
