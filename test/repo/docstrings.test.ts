import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** What users import: the entry points of the packages that are published. */
const entries = readdirSync('packages').flatMap((name) => {
  const { exports } = JSON.parse(readFileSync(`packages/${name}/package.json`, 'utf8')) as {
    exports?: Record<string, { readonly '@docktopus/source'?: string } | string>;
  };
  return Object.values(exports ?? {}).flatMap((entry) => {
    const source = typeof entry === 'string' ? undefined : entry['@docktopus/source'];
    return source === undefined ? [] : [{ package: name, file: `packages/${name}/${source.slice(2)}` }];
  });
});

const sources = new Map(
  readdirSync('packages').map((name) => [
    name,
    readdirSync(`packages/${name}/src`, { recursive: true, encoding: 'utf8' })
      .filter((file) => /(?<!\.(?:test|fixture))\.ts$/.test(file))
      .map((file) => readFileSync(`packages/${name}/src/${file}`, 'utf8')),
  ]),
);

test.each(entries)('each name that $file exports has a docstring', ({ package: name, file }) => {
  expect(existsSync(file)).toBe(true);
  const exported = [...readFileSync(file, 'utf8').matchAll(/export (?:type )?\{([^}]*)\} from/g)].flatMap(
    ([, names = '']) =>
      names
        .replaceAll(/\/\*[\s\S]*?\*\//g, '')
        .split(',')
        .map(
          (each) =>
            each
              .replace(/^\s*type\s/, '')
              .trim()
              .split(' as ')[0] ?? '',
        )
        .filter((each) => each !== ''),
  );
  const declared = sources.get(name)?.flatMap((source) => declarationsIn(source)) ?? [];
  const bare = new Set(declared.filter(({ isDocumented }) => !isDocumented).map((each) => each.name));
  // Another file may have a name of its own that is called the same.
  for (const { name: documented, isDocumented } of declared) if (isDocumented) bare.delete(documented);
  expect(declared.length).toBeGreaterThan(0);
  expect(exported.filter((each) => bare.has(each))).toEqual([]);
});

const DECLARATION =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:class|interface|type|function|const|enum) (\w+)/;

/** What a source exports, and whether a docstring stands before it; decorators and remarks may stand between. */
function declarationsIn(
  source: string,
): readonly { readonly name: string; readonly isDocumented: boolean }[] {
  const lines = source.split('\n');
  return lines.flatMap((line, index) => {
    const name = DECLARATION.exec(line)?.[1];
    if (name === undefined) return [];
    const before = lines.slice(0, index).findLast((each) => !/^(?:@|\s*\/\/)/.test(each)) ?? '';
    return [{ name, isDocumented: before.endsWith('*/') }];
  });
}
