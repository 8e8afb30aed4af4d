import { DockerContext } from '@docktopus/core';
import { expect, it, vi } from 'vitest';
import { BlueprintRunner } from './blueprint-runner.ts';

class ShopContext extends DockerContext {}

/** What a runner with these arguments prints; nothing answers where it would connect. */
async function printed(args: readonly string[]): Promise<string> {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    await BlueprintRunner.for(ShopContext)
      .options({ connect: { endpoint: 'tcp://127.0.0.1:1', configSources: { args, prefix: 'SHOP_' } } })
      .run();
    return write.mock.calls.map(([text]) => String(text)).join('');
  } finally {
    write.mockRestore();
  }
}

it('a runner with --help prints its settings, connects to nothing, and ends', async () => {
  const before = process.exitCode;
  expect(await printed(['--help'])).toContain(
    '  --log-level, SHOP_LOG_LEVEL\n      one of trace, debug, info, warn, error, fatal, silent; default "info"\n',
  );
  expect(process.exitCode).toBe(before);
});

it('a runner whose program has a --help of its own after -- runs', async () => {
  await expect(printed(['--', '--help'])).rejects.toMatchObject({ code: 'runner.invalid' });
});
