import type { Invocation } from '../../invocation/invocation.ts';
import { takeImageSteps } from './take-image-steps.ts';
import type { ProjectOptions } from './with-project.ts';

/** `docktopus compose build` */
export const run = (invocation: Invocation<BuildOptions>) => {
  // `--no-cache` makes it false.
  const { cache, pull } = invocation.options;
  return takeImageSteps(invocation, 'build', {
    build: true,
    ...(!cache && { buildCache: false }),
    ...(pull && { pullBases: true }),
  });
};

interface BuildOptions extends ProjectOptions {
  readonly cache: boolean;
  readonly pull?: boolean;
}
