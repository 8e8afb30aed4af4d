import { expect, test } from 'vitest';
import { smallFolders } from '../../scripts/lint/folder-size.mjs';

test('a folder with fewer than three files is reported; tests do not count, folders with folders are free', () => {
  const files = [
    'packages/core/src/index.ts',
    'packages/core/src/json/index.ts',
    'packages/core/src/json/merge.ts',
    'packages/core/src/json/order.ts',
    'packages/core/src/ports/host-port.ts',
    'packages/core/src/ports/host-port.test.ts',
    'packages/core/src/ports/engine.fixture.ts',
    'packages/core/src/engine/docker.ts',
    'packages/core/src/engine/images/pull.ts',
    'packages/core/src/engine/images/push.ts',
    'packages/core/src/engine/images/list.ts',
    'test/engine/start.test.ts',
  ];
  expect(smallFolders(files)).toEqual(['packages/core/src/ports']);
});
