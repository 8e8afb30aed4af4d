import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { plotOf } from '../../bench/harness/plot.ts';
import { placesIn, withTables } from '../../bench/harness/readme-tables.ts';
import { readResult } from '../../bench/harness/report.ts';

const readme = readFileSync('bench/README.md', 'utf8');

test('the tables in bench/README.md are made from the results', () => {
  expect(withTables(readme, readResult)).toBe(readme);
});

test('each plot is drawn from its result', () => {
  const names = readdirSync('bench/results').map((file) => file.replace(/\.json$/, ''));
  const drawn = names.flatMap((name) => {
    const result = readResult(name);
    return result === undefined || plotOf(result) === undefined ? [] : [[name, plotOf(result)]];
  });
  expect(drawn.map(([name]) => [name, readFileSync(`bench/plots/${name}.svg`, 'utf8')])).toEqual(drawn);
  expect(readdirSync('bench/plots').length).toBe(drawn.length);
});

test("the README's rate of taking output apart is the measured one", () => {
  const [, said] = /(\d+) × dockerode's rate/.exec(readFileSync('README.md', 'utf8')) ?? [];
  const rate = (name: string) =>
    Number(readResult('demux')?.rows.find(({ reader }) => reader === name)?.['MB/s']);
  const measured = rate('docktopus') / rate('dockerode');
  expect(Math.abs(Number(said) - measured) / measured).toBeLessThan(0.1);
});

test('the README says of 1,000 containers what the measured process stays below', () => {
  const text = readFileSync('README.md', 'utf8');
  const [, memory, cpu] = /with less than (\d+) MB and (\d+) % of a core/.exec(text) ?? [];
  const measured = readResult('scale')?.rows.find(({ contender }) => contender === 'docktopus, 1000');
  expect(measured?.['RSS MB']).toBeLessThan(Number(memory));
  expect(measured?.['idle CPU %']).toBeLessThan(Number(cpu));
});

test('each result file has its place in bench/README.md', () => {
  const results = readdirSync('bench/results').map((file) => file.replace(/\.json$/, ''));
  expect(placesIn(readme)).toEqual(expect.arrayContaining(results));
});

test('a result is written where its name stands, and a missing result is reported', () => {
  const text =
    'a\n<!-- results: exec -->\nold\n<!-- end -->\nb\n<!-- results: other -->\nold\n<!-- end -->\nc\n';
  const machine = { cpu: 'fast', cores: 2, node: 'v20' };
  const rows = [{ contender: 'ours', 'median ms': 1.2345 }];
  const exec = { name: 'exec', date: '2026-01-02T03:04:05Z', machine, notes: { rounds: 3 }, rows };
  expect(withTables(text, (name) => (name === 'exec' ? exec : undefined))).toBe(`a
<!-- results: exec -->
| contender | median ms |
|-----------|----------:|
| ours      |      1.23 |

2026-01-02, 2 cores of fast, node v20 · rounds: 3
<!-- end -->
b
<!-- results: other -->
Not measured yet.
<!-- end -->
c
`);
});
