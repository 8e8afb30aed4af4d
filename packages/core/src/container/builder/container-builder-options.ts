import { asGiven, type OptionReaders, readText } from '../../input/index.ts';

/** What all builders of one place have in common. */
export interface ContainerBuilderOptions {
  /** Where relative host paths begin. @default the working directory */
  readonly directory?: string | undefined;
  /** Where images of Docker Hub are taken from instead: `'mirror.example.com/hub'`. @default Docker Hub */
  readonly dockerHubPrefix?: string | undefined;
}

export const BUILDER_OPTIONS: OptionReaders<ContainerBuilderOptions> = {
  directory: readText,
  dockerHubPrefix: asGiven,
};
