import { checkArguments, readThing } from '../input/index.ts';
import type { Docker } from './docker.ts';

const readDocker = readThing('the client that connectDocker() returns', (value) => 'engine' in value);

/** @throws DocktopusError `spec.invalid` unless `docker` is a client. */
export function requireDocker(docker: Docker, operation: string): void {
  checkArguments({ docker }, { docker: readDocker }, operation);
}
