import { expect, test } from 'vitest';
import { shapeProblems } from '../../scripts/lint/file-shape.mjs';

test.each([
  'packages/core/src/scope/scope.ts',
  'packages/core/src/scope/scope.test.ts',
  'examples/01-hello/main.ts',
])('the file name %s is accepted', (file) => {
  expect(shapeProblems(file, '')).toEqual([]);
});

test.each([
  'packages/core/src/utils.ts',
  'packages/core/src/helpers/port.ts',
  'packages/core/src/types.ts',
  'packages/core/src/dockerClient.ts',
])('the file name %s is refused', (file) => {
  expect(shapeProblems(file, '')).toHaveLength(1);
});

test('a file past 300 lines is reported, a test and the list of a package are not', () => {
  const source = 'line\n'.repeat(301);
  expect(shapeProblems('packages/core/src/big.ts', source)).toHaveLength(1);
  expect(shapeProblems('packages/core/src/big.test.ts', source)).toEqual([]);
  expect(shapeProblems('packages/core/src/index.ts', source)).toEqual([]);
  expect(shapeProblems('packages/core/src/group/index.ts', source)).toHaveLength(1);
});
