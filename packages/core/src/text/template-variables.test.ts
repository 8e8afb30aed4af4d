import { expect, test } from 'vitest';
import { templateVariables } from './template-variables.ts';

test('the variables of a document are found wherever a text stands', () => {
  const document = {
    image: 'app:${TAG:-1}',
    ports: ['$PORT:80'],
    env: { KEY: '${KEY:?set it}', X: '${X:+y}' },
  };
  expect(templateVariables(document)).toEqual([
    { name: 'TAG', required: false, defaultValue: '1' },
    { name: 'PORT', required: false },
    { name: 'KEY', required: true },
    { name: 'X', required: false, alternative: 'y' },
  ]);
});

test('a default that asks for a variable counts as well', () => {
  expect(templateVariables('${A:-$B}').map(({ name }) => name)).toEqual(['A', 'B']);
});

test('escaped dollar signs, broken templates and other values ask for nothing', () => {
  expect(templateVariables(['$$A', '${', 1, null, true])).toEqual([]);
});
