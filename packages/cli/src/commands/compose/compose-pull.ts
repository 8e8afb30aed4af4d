import type { Invocation } from '../../invocation/invocation.ts';
import { takeImageSteps } from './take-image-steps.ts';
import type { ProjectOptions } from './with-project.ts';

/** `docktopus compose pull` */
export const run = (invocation: Invocation<ProjectOptions>) =>
  takeImageSteps(invocation, 'pull', { pull: 'always' });
