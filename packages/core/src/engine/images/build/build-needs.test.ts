import { expect, test } from 'vitest';
import type { EngineVersion } from '../../model/engine-version.ts';
import { builderFor, buildNeeds, readForBuild } from './build-needs.ts';

const engine = (name: EngineVersion['engine'], version: string): EngineVersion => ({
  engine: name,
  version,
  apiVersion: '1.41',
  os: 'linux',
});

function builder(lines: string, on = engine('docker', '20.10.24+dfsg1')): string {
  const text = lines.startsWith('#') ? lines : `FROM busybox\n${lines}`;
  try {
    return builderFor(buildNeeds(text, readForBuild(text)), on, 'folder');
  } catch (error) {
    return (error as Error).message;
  }
}

test.each([
  ['RUN make', 'classic'],
  ['COPY --chown=1:2 a /a', 'classic'],
  ['RUN --mount=type=cache,target=/c make', 'buildkit'],
  ['RUN --mount=type=tmpfs,target=/c make', 'buildkit'],
  ['RUN --mount=target=/src make', 'buildkit'],
  ['RUN --network=none make', 'buildkit'],
  ['COPY --chmod=600 a /a', 'buildkit'],
  ['ADD --chmod=600 a /a', 'buildkit'],
  ['# syntax=docker/dockerfile:1\nFROM busybox\nRUN <<EOF\necho a\nEOF', 'buildkit'],
  ['NONSENSE', 'classic'],
])('%j is built by the builder %s', (lines, expected) => {
  expect(builder(lines)).toBe(expected);
});

test.each([
  [
    'RUN <<EOF\necho a\nEOF',
    'RUN with a heredoc (line 2): the builder of Docker 20.10.24+dfsg1 does not know it',
  ],
  ['COPY <<EOF /a\nx\nEOF', 'COPY with a heredoc (line 2)'],
  ['COPY --link a /a', 'COPY --link (line 2)'],
  ['COPY --exclude=*.md a /a', 'COPY --exclude (line 2)'],
  ['ADD --checksum=sha256:0 http://x/y /a', 'ADD --checksum (line 2)'],
])('%j is refused by name on an old engine, and built on a newer one', (lines, text) => {
  expect(builder(lines)).toContain(text);
  expect(builder(lines)).toContain(
    'Use Docker 23 or newer, begin the Dockerfile with `# syntax=docker/dockerfile:1`',
  );
  expect(builder(lines, engine('docker', '23.0.0'))).toBe('buildkit');
  expect(builder(lines, engine('podman', '4.3.1'))).toBe('classic');
});

test.each(['secret,id=token', 'ssh'])(
  'RUN --mount=type=%s is refused with what to do, everywhere',
  (mount) => {
    const [type] = mount.split(',');
    for (const on of [engine('docker', '29.0.0'), engine('podman', '5.0.0')]) {
      const message = builder(`RUN --mount=type=${mount} make\nRUN --mount=type=${mount} test`, on);
      expect(message).toContain(`RUN --mount=type=${type} (line 2), RUN --mount=type=${type} (line 3)`);
      expect(message).toContain('Build with `docker build` and use the image by its name');
    }
  },
);
