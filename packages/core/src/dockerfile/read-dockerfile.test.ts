import { expect, test } from 'vitest';
import { readDockerfile } from './read-dockerfile.ts';

const first = (line: string) => readDockerfile(`FROM x\n${line}`).stages[0]!.instructions[0];

test('a heredoc may have spaces before its name, and a shift of numbers is none', () => {
  const bodies = (text: string) =>
    readDockerfile(`FROM x\n${text}`).stages[0]!.instructions.map((one) => one.type);
  expect(bodies("RUN cat <<  EOF\nCOPY\nEOF\nRUN cat <<- 'END'  > f\n\tUSER\n\tEND\n")).toEqual([
    'run',
    'run',
  ]);
  expect(bodies('RUN echo $((1 << 2))\nUSER a\n')).toEqual(['run', 'user']);
  expect(bodies('RUN echo "<< EOF"\nUSER a\n')).toEqual(['run', 'user']);
});

test('stages, global arguments and platforms', () => {
  const file = readDockerfile(`ARG TAG=1 REGISTRY
FROM --platform=$BUILDPLATFORM node:$TAG AS Build
RUN make
from scratch
COPY --from=build /out /`);
  expect(file.globalArgs.flatMap(({ args }) => args)).toEqual([
    { name: 'TAG', value: '1' },
    { name: 'REGISTRY' },
  ]);
  expect(file.stages).toMatchObject([
    {
      base: 'node:$TAG',
      name: 'build',
      platform: '$BUILDPLATFORM',
      startLine: 2,
      instructions: [{ type: 'run' }],
    },
    {
      base: 'scratch',
      startLine: 4,
      instructions: [{ type: 'copy', from: 'build', sources: ['/out'], startLine: 5 }],
    },
  ]);
});

// biome-ignore format: a table reads better in rows
test.each([
  ['ADD --checksum=sha256:1 --unpack https://x/y.tgz /y', { type: 'add', sources: ['https://x/y.tgz'], destination: '/y', checksum: 'sha256:1', unpack: true }],
  ['COPY --chown=1:1 --chmod=644 --link --exclude=*.md --exclude=*.txt --parents a b /c/', { type: 'copy', sources: ['a', 'b'], chown: '1:1', chmod: '644', link: true, exclude: ['*.md', '*.txt'], parents: true }],
  ['COPY ["a b", "/c"]', { sources: ['a b'], destination: '/c' }],
  ['RUN a && b', { type: 'run', command: ['a && b'], shell: true }],
  ['RUN ["a", "b"]', { command: ['a', 'b'], shell: false }],
  ["RUN ['a']", { command: ["['a']"], shell: true }],
  ['RUN a \\\n  # why\n  b', { command: ['a   b'] }],
  ['RUN --mount=type=cache,target=/c,sharing=locked,ro --network=none x', { mounts: [{ type: 'cache', target: '/c', sharing: 'locked', readOnly: true }], network: 'none' }],
  ['RUN <<EOF\nline\nEOF', { command: ['<<EOF'], files: [{ name: 'EOF', content: 'line\n', expand: true }] }],
  ["COPY <<-'A' <<B /d/\n\tx\n\tA\ny\nB", { contents: [{ name: 'A', expand: false, chomp: true, content: 'x\n' }, { name: 'B', content: 'y\n' }], sources: [] }],
  ['ENV A=1 B="2 3" C=4\\ 5', { pairs: [{ name: 'A', value: '1' }, { name: 'B', value: '"2 3"' }, { name: 'C', value: '4\\ 5' }] }],
  ['ENV A one value', { pairs: [{ name: 'A', value: 'one value', delimiter: '' }] }],
  ['LABEL a.b="c"', { type: 'label', pairs: [{ name: 'a.b', value: '"c"' }] }],
  ['EXPOSE 80 443/udp', { ports: ['443/udp', '80'] }],
  ['HEALTHCHECK --interval=5s --retries=3 CMD curl x', { check: { test: ['CMD-SHELL', 'curl x'], interval: '5s', retries: 3 } }],
  ['HEALTHCHECK NONE', { check: { test: ['NONE'] } }],
  ['ONBUILD COPY . /app', { type: 'onbuild', expression: 'COPY . /app' }],
  ['VOLUME /a /b', { paths: ['/a', '/b'] }],
  ['SHELL ["sh", "-c"]', { shell: ['sh', '-c'] }],
  ['ENTRYPOINT ["a"]', { type: 'entrypoint', command: ['a'] }],
])('%s', (line, expected) => {
  expect(first(line)).toMatchObject(expected);
});

test.each([
  ['', 1, 'the file has no instruction; begin with FROM'],
  ['RUN x', 1, 'RUN stands before the first FROM'],
  ['FROM x\n\nFORM y', 3, 'unknown instruction FORM; did you mean FROM?'],
  ['FROM a b', 1, 'FROM takes an image, or an image AS a name'],
  ['FROM a AS 1st', 1, '1st is no name for a stage; begin with a letter, then letters, digits, - _ .'],
  ['FROM x\nCOPY a', 2, 'COPY needs a source and a destination'],
  ['FROM x\nCOPY --form=y a b', 2, 'unknown flag --form; did you mean --from?'],
  ['FROM x\nCOPY --from a b', 2, 'the flag --from needs a value; write --from=…'],
  ['FROM x\nRUN --mount=typ=cache x', 2, 'unknown key "typ" of a mount; did you mean type?'],
  [
    'FROM x\nRUN --mount=type=cash x',
    2,
    'the mount\'s type is "cash"; write bind, cache, tmpfs, secret, ssh',
  ],
  ['FROM x\nENV A', 2, 'ENV needs a value; write ENV name=value'],
  ['FROM x\nRUN <<EOF\nx', 2, 'the heredoc EOF is never closed; end it with a line EOF'],
  ['FROM x\nCMD ["a", 1]', 2, 'a list in JSON may hold texts only'],
  ['FROM x\nHEALTHCHECK --interval=soon CMD x', 2, '--interval: soon is no duration; write 30s or 1m30s'],
  ['# escape=x\nFROM x', 1, 'the escape x is neither \\ nor `'],
])('%j is refused in line %d: %s', (text, line, problem) => {
  expect(() => readDockerfile(text)).toThrow(`readDockerfile Dockerfile:${line}: ${problem}`);
});

test('the escape directive changes what continues a line', () => {
  const file = readDockerfile('# escape=`\nFROM x\nRUN dir `\n  C:\\');
  expect(file.stages[0]!.instructions).toMatchObject([{ command: ['dir   C:\\'] }]);
});

test('Windows line ends and a byte order mark are accepted', () => {
  expect(readDockerfile('\uFEFFFROM x\r\nRUN a \\\r\n b\r\n').stages).toMatchObject([
    { base: 'x', instructions: [{ command: ['a  b'] }] },
  ]);
});
