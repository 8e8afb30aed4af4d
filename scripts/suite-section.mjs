/**
 * @typedef {{ test: string, outcome: 'holds' | 'differs' | 'skipped' | 'fails', note?: string }} SuiteResult
 * @typedef {Record<string, SuiteResult[]>} SuiteReport by file
 */

/**
 * The section of docs/engines.md about the suite on Podman.
 *
 * @param {SuiteReport} report
 */
export function suiteSection(report) {
  const results = Object.entries(report).flatMap(([file, tests]) => tests.map((each) => ({ ...each, file })));
  const outcomes = /** @type {const} */ (['holds', 'differs', 'skipped', 'fails']);
  const rows = outcomes.map(
    (outcome) => `| ${outcome} | ${results.filter((each) => each.outcome === outcome).length} |`,
  );
  return `## The suite on Podman

\`npm run test:podman\` runs the tests of \`test/engine\`, \`test/fault\` and \`test/scenario\`, which are written for Docker, on
a separate Podman. A test that differs is expected to fail, and fails the suite when it does not; a skipped one
holds only sometimes, would wait in vain, or is about something that Podman is no part of.

| | podman |
|---|---|
${rows.join('\n')}

### What differs

${byReason(results.filter(({ outcome }) => outcome === 'differs' || outcome === 'fails'))}
### What is skipped

${byReason(results.filter(({ outcome }) => outcome === 'skipped'))}`;
}

/** @param {(SuiteResult & { file: string })[]} results */
function byReason(results) {
  if (results.length === 0) return 'Nothing.\n';
  const reasons = [...new Set(results.map(({ note = 'not known' }) => note))];
  return reasons
    .map((reason) => {
      const those = results.filter(({ note = 'not known' }) => note === reason);
      const files = [...new Set(those.map(({ file }) => file))];
      const lines = files.map((file) => {
        const names = those.filter((each) => each.file === file).map(({ test }) => test);
        return `  * \`${file}\`: ${names.length > 5 ? `${names.length} tests` : names.join('; ')}\n`;
      });
      return `* ${reason}\n${lines.join('')}`;
    })
    .join('');
}
