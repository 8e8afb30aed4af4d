import { fileURLToPath } from 'node:url';
import { type ComposeProject, compose } from '@docktopus/compose';
import { DockerContext } from '@docktopus/core';
import { injectable } from 'tsyringe';

const file = fileURLToPath(new URL('../compose.yaml', import.meta.url));

/** Owns the project of compose.yaml, and starts and stops with it. */
@injectable()
export class ShopContext extends DockerContext {
  @compose(file, { lifetime: 'session' }) readonly shop!: ComposeProject;
}
