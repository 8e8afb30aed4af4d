const BUCKETS = /^(utils?|common|helpers?|types|constants|misc|shared)$/;
const MAX_LINES = 300;

/**
 * The complaints about one file's name and length: a bucket says nothing about what is inside, and a file
 * past 300 lines holds two concepts.
 *
 * @param {string} file from the root of the repository, with `/`
 * @param {string} source
 * @returns {string[]}
 */
export function shapeProblems(file, source) {
  const problems = [];
  for (const part of file.split('/')) {
    const name = part.replace(/(\.test)?\.(tsx?|mjs)$/, '');
    if (BUCKETS.test(name)) problems.push(`${file}: '${name}' is a bucket; name the concept`);
    else if (!/^[a-z0-9.]+(-[a-z0-9.]+)*$/.test(name)) problems.push(`${file}: '${part}' is not kebab-case`);
  }
  const lines = source.split('\n').length - 1;
  // A list of a package's public names holds one concept, however long it is.
  const isList = /^packages\/[^/]+\/src\/index\.ts$/.test(file);
  if (lines > MAX_LINES && !isList && !file.endsWith('.test.ts')) {
    problems.push(`${file}: ${lines} lines; past ${MAX_LINES} a file holds two concepts`);
  }
  return problems;
}
