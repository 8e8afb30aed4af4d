import type { InjectionToken } from '../di/index.ts';
import type { Docker } from '../engine/index.ts';

/** The token under which an injector has the shared {@link Docker} client. */
export const DOCKER: InjectionToken<Docker> = Symbol('docktopus.docker');

/** The token for {@link Docker.dockerode} of the shared client. The package dockerode is loaded when it is resolved. */
export const DOCKERODE: InjectionToken<Docker['dockerode']> = Symbol('docktopus.dockerode');
