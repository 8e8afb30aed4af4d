import type { Template } from './template.ts';

/** The answers that a new project is made from. */
export interface NewProject {
  readonly folder: string;
  readonly name: string;
  readonly template: Template;
  /** The version of Docktopus's packages. */
  readonly version: string;
  /** npm and pnpm have to be told which install scripts may run, each in its own way. @default 'npm' */
  readonly manager?: string | undefined;
}
