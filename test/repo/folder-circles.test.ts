import { expect, test } from 'vitest';
import { circlesIn } from '../../scripts/lint/folder-circles.mjs';

const core = 'packages/core/src';

/** One file for each name, which imports the given others. */
function files(imports: Readonly<Record<string, readonly string[]>>) {
  return Object.entries(imports).map(([file, specifiers]) => ({
    file: `${core}/${file}`,
    source: specifiers.map((specifier) => `import type { X } from '${specifier}';`).join('\n'),
  }));
}

test('folders whose files import each other are a circle, also by way of types and of a third folder', () => {
  const found = circlesIn(
    files({
      'container/logs/logs.ts': ['../slot/slot.ts'],
      'container/slot/slot.ts': ['../spec/spec.ts'],
      'container/spec/spec.ts': ['../logs/read.ts'],
      'container/logs/read.ts': [],
      'container/exec/exec.ts': ['../slot/slot.ts'],
    }),
  );
  expect(found).toEqual([{ folder: `${core}/container`, circles: [['logs', 'slot', 'spec']] }]);
});

test('files of one folder that import each other are a circle', () => {
  const found = circlesIn(files({ 'di/a.ts': ['./b.ts'], 'di/b.ts': ['./a.ts'], 'di/c.ts': ['./a.ts'] }));
  expect(found).toEqual([{ folder: `${core}/di`, circles: [['a.ts', 'b.ts']] }]);
});

test('a file above a folder and a file below it are no circle', () => {
  const found = circlesIn(
    files({
      'container/container.ts': ['./slot/slot.ts'],
      'container/slot/slot.ts': ['../call-target.ts'],
      'container/call-target.ts': [],
    }),
  );
  expect(found).toEqual([]);
});

test('tests and fixtures may import what they test', () => {
  const found = circlesIn(
    files({
      'status/status.ts': [],
      'status/status.test.ts': ['../context/context.ts'],
      'status/engine.fixture.ts': ['../context/context.ts'],
      'context/context.ts': ['../status/status.ts'],
    }),
  );
  expect(found).toEqual([]);
});
