import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { runArgs, runEnv } from '../../scripts/run-from-source.mjs';

const run = promisify(execFile);
const program = new URL('../support/help/program.ts', import.meta.url).pathname;

test('a program with --help prints its settings without an engine and without their values, and ends well', async () => {
  const env = {
    ...process.env,
    ...runEnv,
    DOCKER_HOST: 'tcp://127.0.0.1:1',
    DOCKTOPUS_API_TOKEN: 'correct-horse',
    DOCKTOPUS_WORKERS: 'many',
  };
  const { stdout, stderr } = await run(process.execPath, runArgs(program, ['--help']), { env });
  expect(stderr).toBe('');
  expect(stdout).toContain(
    '  --image, DOCKTOPUS_IMAGE\n      a string; default "redis:7.4"\n      The image of the cache\n',
  );
  expect(stdout).toContain(
    '  --workers, DOCKTOPUS_WORKERS\n      a number; required\n      How many there are\n',
  );
  expect(stdout).toContain(
    '  DOCKTOPUS_API_TOKEN or DOCKTOPUS_API_TOKEN_FILE\n      a string; secret, required\n',
  );
  expect(stdout).toContain('  --log-level, DOCKTOPUS_LOG_LEVEL\n      one of trace, debug, info,');
  expect(stdout).not.toContain('correct-horse');
  expect(stdout).toMatch(/ended\n$/);
});
