import { DocktopusError } from '@docktopus/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PROJECT } from '../schema/index.ts';
import type { Kind } from '../schema/kind.ts';
import { loadCompose } from './load-compose.ts';

const odd = fc.constantFrom<unknown>(
  ...[
    null,
    true,
    7,
    -1.5,
    '',
    'x',
    '${A',
    '${A:-b}',
    '__proto__',
    'constructor',
    'service:a',
    '1:2:3',
    './x',
  ],
  ...[[], [[]], ['a', 'a'], [{ x: 1 }], {}, { a: null }, { a: { a: [] } }, [null], [7], '2020-01-02', 'a=b'],
);

/** Values that mostly have the shape of their kind, and sometimes any other. */
function valueFor(kind: Kind, depth: number): fc.Arbitrary<unknown> {
  if (depth > 5) return odd;
  const right = (): fc.Arbitrary<unknown> => {
    switch (kind.kind) {
      case 'record': {
        const keys = fc.uniqueArray(fc.constantFrom(...Object.keys(kind.keys)), { maxLength: 4 });
        return keys.chain((names) =>
          fc.record(Object.fromEntries(names.map((name) => [name, valueFor(kind.keys[name]!, depth + 1)]))),
        );
      }
      case 'map':
        return fc.dictionary(
          fc.constantFrom('a', 'b', 'constructor', 'default'),
          valueFor(kind.of, depth + 1),
          {
            maxKeys: 3,
          },
        );
      case 'list':
        return fc.array(valueFor(kind.of, depth + 1), { maxLength: 3 });
      default:
        return odd;
    }
  };
  return fc.oneof({ weight: 6, arbitrary: right() }, { weight: 1, arbitrary: odd });
}

test('loading any file gives a model or problems, and never another error', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(valueFor(PROJECT, 0), { minLength: 1, maxLength: 2 }),
      fc.boolean(),
      async (files, selected) => {
        const options = { processEnv: false, projectName: 'p', ...(selected && { services: ['a'] }) };
        const given = files.map((file) => ({ content: JSON.stringify(file) }));
        const result = await loadCompose(given, options).catch((error) => error);
        if (result instanceof DocktopusError) expect(result.code).toBe('compose.invalid');
        else expect(result).toMatchObject({ model: { name: 'p' } });
      },
    ),
    { numRuns: 400 },
  );
}, 60_000);
