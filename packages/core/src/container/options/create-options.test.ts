import { expect, test } from 'vitest';
import { printIssue } from '../../errors/index.ts';
import { Problems } from '../../input/index.ts';
import { readCreateOptions, readUnsafe } from './create-options.ts';

function problemsOf(read: typeof readCreateOptions | typeof readUnsafe, value: unknown): readonly string[] {
  const problems = new Problems().at('createOptions');
  read(value, problems);
  return problems.issues.map(printIssue);
}

test.each([
  [
    { Hostnam: 'x' },
    "createOptions.Hostnam: got an unknown key, expected a known one; did you mean 'Hostname'?",
  ],
  [
    { HostConfig: { Memroy: 1 } },
    "createOptions.HostConfig.Memroy: got an unknown key, expected a known one; did you mean 'Memory'?",
  ],
  [
    { HostConfig: { memory: 1 } },
    "createOptions.HostConfig.memory: got an unknown key, expected a known one; did you mean 'Memory'?",
  ],
  [
    { HostConfig: { Mounts: [{ Type: 'bind', BindOptions: { Propagate: 'x' } }] } },
    "createOptions.HostConfig.Mounts[0].BindOptions.Propagate: got an unknown key, expected one of Propagation, NonRecursive, CreateMountpoint, ReadOnlyNonRecursive, ReadOnlyForceRecursive; did you mean 'Propagation'?",
  ],
  [
    { HostConfig: { PortBindings: { '80/tcp': [{ HostIP: '' }] } } },
    `createOptions.HostConfig.PortBindings["80/tcp"][0].HostIP: got an unknown key, expected one of HostIp, HostPort; did you mean 'HostIp'?`,
  ],
  [
    { NetworkingConfig: { EndpointsConfig: { net: { Aliasses: [] } } } },
    "createOptions.NetworkingConfig.EndpointsConfig.net.Aliasses: got an unknown key, expected a known one; did you mean 'Aliases'?",
  ],
  [{ HostConfig: { Memory: '4g' } }, 'createOptions.HostConfig.Memory: got "4g", expected a number'],
  [{ HostConfig: { Binds: 'a:b' } }, 'createOptions.HostConfig.Binds: got "a:b", expected a list'],
  [{ Tty: 'yes' }, 'createOptions.Tty: got "yes", expected true or false'],
  [{ Env: ['A=\0'] }, 'createOptions.Env[0]: got "A=\\u0000", expected a string without NUL bytes'],
  [
    { HostConfig: { Memory: Number.NaN } },
    'createOptions.HostConfig.Memory: got NaN, expected a value that JSON can express',
  ],
  [{ HostConfig: [] }, 'createOptions.HostConfig: got [], expected an object'],
  [
    JSON.parse('{"HostConfig":{"__proto__":{"x":1}}}'),
    'createOptions.HostConfig.__proto__: got "__proto__", expected any key but __proto__, constructor and prototype',
  ],
  [
    { Labels: JSON.parse('{"constructor":"x"}') },
    'createOptions.Labels.constructor: got "constructor", expected any key but __proto__, constructor and prototype',
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
  expect(problemsOf(readUnsafe, { f: () => 1 })).toEqual([
    'createOptions.f: got a function, expected a value that JSON can express',
  ]);
  expect(problemsOf(readUnsafe, { a: [JSON.parse('{"__proto__":1}')] })).toHaveLength(1);
  expect(problemsOf(readUnsafe, { a: 'b\0' })).toHaveLength(1);
});
