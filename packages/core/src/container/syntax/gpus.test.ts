import { expect, test } from 'vitest';
import { parseGpus } from './gpus.ts';

test.each([
  ['all', { count: 'all' }],
  ['-1', { count: 'all' }],
  ['2', { count: 2 }],
  ['count=3', { count: 3 }],
  ['device=0', { deviceIds: ['0'] }],
  ['device=0,1', { deviceIds: ['0', '1'] }],
  ['"device=0,2"', { deviceIds: ['0', '2'] }],
  ['device=GPU-1,driver=nvidia', { deviceIds: ['GPU-1'], driver: 'nvidia' }],
  [
    'all,"capabilities=compute,utility",driver=nvidia',
    { count: 'all', capabilities: ['compute', 'utility'], driver: 'nvidia' },
  ],
  ['count=1,options=a=b,c', { count: 1, options: { a: 'b', c: '' } }],
])('%s asks for %j', (text, value) => {
  expect(parseGpus(text)).toEqual({ ok: true, value });
});

test.each([
  '',
  ',',
  '0',
  'x',
  '1,2',
  'devices=0',
  'device=',
  'device=0,',
  'all,all',
  'driver=a,b',
  'count=1,count=2',
])('%j asks for nothing that exists', (text) => {
  expect(parseGpus(text).ok).toBe(false);
});
