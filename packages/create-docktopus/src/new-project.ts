import type { Template } from './template.ts';

/** What a project is made from. */
export interface NewProject {
  readonly folder: string;
  readonly name: string;
  readonly template: Template;
  /** Of our packages. */
  readonly version: string;
  /** npm and pnpm have to be told which install scripts may run, each in its own way. @default 'npm' */
  readonly manager?: string | undefined;
}
