import { expect, test } from 'vitest';
import { z } from 'zod';
import {
  BLUEPRINT_SETTINGS,
  BlueprintEnvironment,
  printSettingsHelp,
  secret,
  settingsHelp,
} from './index.ts';

const Settings = BlueprintEnvironment.extend({
  image: z.string().default('redis:7.4').describe('The image of the cache'),
  workers: z.coerce.number().int().describe('How many there are'),
  size: z.enum(['small', 'large']).optional(),
  apiToken: secret(z.string().min(8).default('hunter22').describe('Of the API')),
  odd: z.custom(() => {
    throw new Error('not with this');
  }),
});

const help = settingsHelp('APP_', [
  BlueprintEnvironment,
  Settings,
  z.object({ region: z.string() }),
  'cache.url',
]);
const of = (name: string) => help.find((setting) => setting.name === name);

test('each setting is told with its variable, its default, what it may be, and what it is for', () => {
  expect(of('image')).toEqual({
    name: 'image',
    option: '--image',
    variables: ['APP_IMAGE'],
    expected: 'a string',
    required: false,
    default: '"redis:7.4"',
    secret: false,
    description: 'The image of the cache',
  });
  expect(of('workers')).toMatchObject({ expected: 'a number', required: true, default: undefined });
  expect(of('size')).toMatchObject({ required: false, default: undefined, variables: ['APP_SIZE'] });
  expect(of('shutdownGraceMs')).toMatchObject({
    option: '--shutdown-grace-ms',
    default: '10000',
    description: BLUEPRINT_SETTINGS.shutdownGraceMs,
  });
  expect(of('region')).toMatchObject({ expected: 'a string', required: true });
  expect(of('cache')).toMatchObject({ variables: ['APP_CACHE'], expected: undefined });
  expect(help.map(({ name }) => name)).toEqual(help.map(({ name }) => name).toSorted());
});

test('a secret is told by its variables, without option and value', () => {
  expect(of('apiToken')).toMatchObject({
    option: undefined,
    variables: ['APP_API_TOKEN', 'APP_API_TOKEN_FILE'],
    secret: true,
    default: undefined,
    description: 'Of the API',
  });
  expect(printSettingsHelp(help)).not.toContain('hunter22');
});

test('the help is a list to read', () => {
  const shown = help.filter(({ name }) => ['apiToken', 'image', 'workers'].includes(name));
  expect(printSettingsHelp(shown).split('\n').slice(2)).toEqual([
    '  APP_API_TOKEN or APP_API_TOKEN_FILE',
    '      a string; secret, optional',
    '      Of the API',
    '  --image, APP_IMAGE',
    '      a string; default "redis:7.4"',
    '      The image of the cache',
    '  --workers, APP_WORKERS',
    '      a number; required',
    '      How many there are',
    '',
  ]);
});
