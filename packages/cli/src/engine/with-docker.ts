import { connectDocker, type Docker } from '@docktopus/core';
import type { Invocation } from '../invocation/invocation.ts';

/** Connects for as long as `use` takes. */
export async function withDocker<T>(
  { options, signal }: Invocation,
  use: (docker: Docker) => Promise<T>,
): Promise<T> {
  await using docker = await connectDocker({ endpoint: options.host, signal });
  return await use(docker);
}
