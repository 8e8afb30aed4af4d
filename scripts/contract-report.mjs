/**
 * `node scripts/contract-report.mjs`: writes docs/engines.md from what the engine contract has found on each engine;
 * the suites that find it leave their reports in .cache/contract.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { suiteSection } from './suite-section.mjs';

/**
 * @typedef {{ id: string, outcome: 'holds' | 'differs' | 'fails', note?: string }} Result
 * @typedef {{ engine: string, version: string, results: Result[] }} Report
 */

const ENGINES = ['fake', 'docker', 'podman'];
/** Of the other suites, on the engine that they are not written for. */
const SUITE = 'podman-suite';
const PAGE = 'docs/engines.md';

const missing = [...ENGINES, SUITE].filter((engine) => !existsSync(fileOf(engine)));
if (missing.length > 0) {
  process.stderr.write(`no report of ${missing.join(', ')}; run the contract on each engine first:\n`);
  process.stderr.write('  npx vitest run --project unit packages/testing/src/fake-engine/contract.test.ts\n');
  process.stderr.write(
    '  npx vitest run --project engine test/engine/contract.docker.test.ts test/engine/contract.podman.test.ts\n',
  );
  process.stderr.write('  npm run test:podman\n');
  process.exit(1);
}
writeFileSync(PAGE, page(ENGINES.map(read), read(SUITE)));

/** @param {string} name */
function read(name) {
  return JSON.parse(readFileSync(fileOf(name), 'utf8'));
}

/** @param {string} engine */
function fileOf(engine) {
  return `.cache/contract/${engine}.json`;
}

/** @param {Report[]} reports @param {import('./suite-section.mjs').SuiteReport} suite */
function page(reports, suite) {
  const ids = [...new Set(reports.flatMap(({ results }) => results.map(({ id }) => id)))];
  const groups = [...new Set(ids.map(groupOf))];
  return `# Engines

Docktopus speaks to Docker, to Podman, and in tests to an engine in memory. One suite, the **engine contract**, says
what each of them has to do; this page is its report, written by \`scripts/contract-report.mjs\`. Where an engine is known
to differ, the difference has a number and is explained below. The list is held to be true: a difference that is gone
fails the suite as well.

| | ${reports.map(({ engine, version }) => `${engine} ${version}`).join(' | ')} |
|---|${reports.map(() => '---|').join('')}
${['holds', 'differs', 'fails'].map((outcome) => `| ${outcome} | ${reports.map((report) => count(report, outcome)).join(' | ')} |`).join('\n')}

${differences(reports)}
${suiteSection(suite)}
## All cases

${groups
  .map((group) =>
    table(
      group,
      ids.filter((id) => groupOf(id) === group),
      reports,
    ),
  )
  .join('\n')}`;
}

/** @param {Report} report @param {string} outcome */
function count({ results }, outcome) {
  return results.filter((result) => result.outcome === outcome).length;
}

/** @param {Report[]} reports */
function differences(reports) {
  return reports
    .map(({ engine, results }) => {
      const notes = notesOf(results);
      const lines = notes.map((note, index) => `${index + 1}. ${note}`);
      return `## What ${engine} does otherwise\n\n${lines.length === 0 ? 'Nothing that we know of.' : lines.join('\n')}\n`;
    })
    .join('\n');
}

/** @param {Result[]} results */
function notesOf(results) {
  return [
    ...new Set(
      results.filter(({ outcome }) => outcome !== 'holds').map(({ note = '' }) => note.split('\n')[0] ?? ''),
    ),
  ];
}

/** @param {string} group @param {string[]} ids @param {Report[]} reports */
function table(group, ids, reports) {
  const rows = ids.map((id) => {
    const cells = reports.map(({ results }) => {
      const found = results.find((result) => result.id === id);
      if (found === undefined) return '–';
      if (found.outcome === 'holds') return '✓';
      return `${found.outcome === 'fails' ? '✗ ' : ''}${notesOf(results).indexOf((found.note ?? '').split('\n')[0] ?? '') + 1}`;
    });
    return `| ${id.slice(group.length + 2)} | ${cells.join(' | ')} |`;
  });
  const head = `| ${group} | ${reports.map(({ engine }) => engine).join(' | ')} |`;
  return `${head}\n|---|${reports.map(() => ':-:|').join('')}\n${rows.join('\n')}\n`;
}

/** @param {string} id */
function groupOf(id) {
  return id.slice(0, id.indexOf(': '));
}
