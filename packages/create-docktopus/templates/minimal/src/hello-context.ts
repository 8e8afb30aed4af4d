import { config, DockerContext } from '@docktopus/core';
import { injectable } from 'tsyringe';
import { Settings } from './settings.ts';

/** The client, the settings and the containers that jobs share. */
@injectable()
export class HelloContext extends DockerContext {
  @config(Settings) override readonly env!: Settings;
}
