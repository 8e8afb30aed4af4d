import { expect, test } from 'vitest';
import { withDefaults } from './ask.ts';
import { readArguments } from './read-arguments.ts';

test('what the command line leaves open has a default', () => {
  expect(withDefaults(readArguments([]))).toEqual({
    folder: 'my-service',
    template: 'minimal',
    install: true,
    git: true,
  });
});

test('there is a flag for every question', () => {
  expect(withDefaults(readArguments(['shop', '-t', 'compose', '--no-install', '--no-git']))).toEqual({
    folder: 'shop',
    template: 'compose',
    install: false,
    git: false,
  });
});

test.each<[what: string, args: readonly string[], message: RegExp]>([
  ['an unknown template', ['--template', 'rails'], /no template 'rails'; there are minimal, sandbox, /],
  ['an unknown option', ['--typescript'], /--typescript/],
  ['two folders', ['one', 'two'], /expected one folder, got one, two/],
])('%s is refused with the reason', (_, args, message) => {
  expect(() => readArguments(args)).toThrow(message);
});
