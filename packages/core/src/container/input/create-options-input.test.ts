import { expect, test } from 'vitest';
import { readCreateOptions, readUnsafe } from './create-options-input.ts';
import { Problems } from './problems.ts';

function problemsOf(read: typeof readCreateOptions | typeof readUnsafe, value: unknown): readonly string[] {
  const problems = new Problems().at('createOptions');
  read(value, problems);
  return problems.issues.map(({ path, accepted }) => `${path}: ${accepted}`);
}

test.each([
  [{ Hostnam: 'x' }, "createOptions.Hostnam: there is no 'Hostnam', did you mean 'Hostname'?"],
  [
    { HostConfig: { Memroy: 1 } },
    "createOptions.HostConfig.Memroy: there is no 'Memroy', did you mean 'Memory'?",
  ],
  [
    { HostConfig: { memory: 1 } },
    "createOptions.HostConfig.memory: there is no 'memory', did you mean 'Memory'?",
  ],
  [
    { HostConfig: { Mounts: [{ Type: 'bind', BindOptions: { Propagate: 'x' } }] } },
    "createOptions.HostConfig.Mounts[0].BindOptions.Propagate: there is no 'Propagate', did you mean 'Propagation'?",
  ],
  [
    { HostConfig: { PortBindings: { '80/tcp': [{ HostIP: '' }] } } },
    `createOptions.HostConfig.PortBindings["80/tcp"][0].HostIP: there is no 'HostIP', did you mean 'HostIp'?`,
  ],
  [
    { NetworkingConfig: { EndpointsConfig: { net: { Aliasses: [] } } } },
    "createOptions.NetworkingConfig.EndpointsConfig.net.Aliasses: there is no 'Aliasses', did you mean 'Aliases'?",
  ],
  [{ HostConfig: { Memory: '4g' } }, 'createOptions.HostConfig.Memory: a number is'],
  [{ HostConfig: { Binds: 'a:b' } }, 'createOptions.HostConfig.Binds: a list is'],
  [{ Tty: 'yes' }, 'createOptions.Tty: true or false is'],
  [{ Env: ['A=\0'] }, 'createOptions.Env[0]: a string without NUL bytes is'],
  [{ HostConfig: { Memory: Number.NaN } }, 'createOptions.HostConfig.Memory: a value of JSON is'],
  [{ HostConfig: [] }, 'createOptions.HostConfig: an object is'],
  [
    JSON.parse('{"HostConfig":{"__proto__":{"x":1}}}'),
    'createOptions.HostConfig.__proto__: every key but __proto__, constructor and prototype is',
  ],
  [
    { Labels: JSON.parse('{"constructor":"x"}') },
    'createOptions.Labels.constructor: every key but __proto__, constructor and prototype is',
  ],
])('%j is refused', (value, problem) => {
  expect(problemsOf(readCreateOptions, value)).toEqual([problem]);
});

test('maps take keys of the author, sets and nulls pass', () => {
  const value = {
    Labels: { 'any.key': 'x' },
    ExposedPorts: { '80/tcp': {} },
    HostConfig: { Sysctls: { 'net.x': '1' }, Init: null, Memory: 1, ConsoleSize: [1, 2] },
  };
  expect(readCreateOptions(value, new Problems())).toEqual(value);
});

test('unsafe takes every key, and nothing that could not be sent or would pollute', () => {
  const value = { Future: { deep: [{ x: 1 }, null] }, hostConfig: 1 };
  expect(readUnsafe(value, new Problems())).toEqual(value);
  expect(problemsOf(readUnsafe, { f: () => 1 })).toEqual(['createOptions.f: a value of JSON is']);
  expect(problemsOf(readUnsafe, { a: [JSON.parse('{"__proto__":1}')] })).toHaveLength(1);
  expect(problemsOf(readUnsafe, { a: 'b\0' })).toHaveLength(1);
});
