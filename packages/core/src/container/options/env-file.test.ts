import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { printIssue } from '../../errors/index.ts';
import { ContainerBuilder } from '../builder/container-builder.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'docktopus-env-file-'));
  writeFileSync(
    join(directory, 'a.env'),
    '# comment\nLEVEL=info\nQUOTED="x"\nPLAIN=$HOME # y\nEMPTY=\nNOT_SET_HERE\n',
  );
  writeFileSync(join(directory, 'b.env'), 'LEVEL=debug\n');
  writeFileSync(join(directory, 'bad.env'), 'TOKEN s3cret\n=x\n');
});
afterAll(() => rmSync(directory, { recursive: true }));

const box = () =>
  ContainerBuilder.for((spec) => ({ spec, create: async () => undefined }), { directory }).image(
    'busybox:1.36',
  );

test("envFile reads lines as the CLI's --env-file does: no quotes, no variables, no comments behind values", () => {
  expect(box().envFile('./a.env').spec.env).toEqual({
    LEVEL: 'info',
    QUOTED: '"x"',
    PLAIN: '$HOME # y',
    EMPTY: '',
  });
});

test('a later file wins over an earlier one, and env() over both whichever comes first', () => {
  expect(box().envFile('a.env', 'b.env').spec.env?.LEVEL).toBe('debug');
  expect(box().envFile('a.env', 'b.env').env({ LEVEL: 'warn' }).spec.env?.LEVEL).toBe('warn');
  expect(box().env({ LEVEL: 'warn' }).envFile('a.env', 'b.env').spec.env?.LEVEL).toBe('warn');
});

test('a missing file, a directory and a file with invalid lines are refused', () => {
  const { issues } = box().envFile('c.env', '.', 'bad.env');
  expect(issues.map(printIssue)).toEqual([
    expect.stringMatching(
      /^envFile\[0\]: got \/.*\/c\.env, expected a file of variables, because .*there is no such file/,
    ),
    expect.stringMatching(
      /^envFile\[1\]: got \/.*, expected a file of variables, because .*it is a directory/,
    ),
    expect.stringMatching(
      /^envFile\[2\]: got a line that cannot be read, \/.*\/bad\.env:1, expected NAME=value, because /,
    ),
    expect.stringMatching(/bad\.env:2, expected NAME=value, because the line has no name before the =$/),
  ]);
  expect(JSON.stringify(issues)).not.toContain('s3cret');
});
