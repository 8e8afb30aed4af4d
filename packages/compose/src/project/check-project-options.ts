import {
  asGiven,
  checkOptions,
  type OptionReaders,
  readFlag,
  readList,
  readMilliseconds,
  readPolicy,
  readText,
  readWord,
} from '@docktopus/core/kit';
import { LOAD_OPTIONS } from '../load/check-load-options.ts';
import type { ComposeOptions, ComposeProjectOptions } from './project-options.ts';
import type { DownOptions, PlanOptions, UpOptions } from './up-request.ts';

const PROJECT: OptionReaders<ComposeProjectOptions> = {
  ...LOAD_OPTIONS,
  policy: (value, problems) => (value === false ? value : readPolicy(value, problems)),
};

const readRecreate = readWord(['changed', 'always', 'never']);

/** Deadlines check `timeoutMs` and `signal`; numbers of containers are checked with the model. */
const PLAN: OptionReaders<PlanOptions> = {
  services: readList(readText),
  scale: asGiven,
  wait: readFlag,
  build: readFlag,
  buildCache: readFlag,
  pullBases: readFlag,
  pull: readWord(['always', 'missing', 'never']),
  recreate: readRecreate,
  recreateDependencies: readRecreate,
  keepAnonymousVolumes: readFlag,
  removeOrphans: readFlag,
  recreateVolumes: readList(readText),
  timeoutMs: asGiven,
  signal: asGiven,
};
const UP: OptionReaders<UpOptions> = { ...PLAN, plan: asGiven, graceMs: readMilliseconds() };
const DOWN: OptionReaders<DownOptions> = {
  volumes: readFlag,
  removeOrphans: readFlag,
  graceMs: readMilliseconds(),
  timeoutMs: asGiven,
  signal: asGiven,
};
const DECLARED: OptionReaders<ComposeOptions> = {
  ...PROJECT,
  lifetime: readWord(['session', 'persistent']),
  up: asGiven,
};

/** @throws DocktopusError `spec.invalid` with every problem, names that do not exist among them. */
export function checkProjectOptions(options: ComposeProjectOptions): void {
  checkOptions(options, PROJECT, 'composeProject');
}

/** As {@link checkProjectOptions}, for those of `@compose`, which a function of the context may have returned. */
export function checkDeclaredOptions(options: ComposeOptions): void {
  checkOptions(options, DECLARED, '@compose');
}

export function checkPlanOptions(options: PlanOptions, project: string): void {
  checkOptions(options, PLAN, 'compose.plan', project);
}

export function checkUpOptions(options: UpOptions, project: string): void {
  checkOptions(options, UP, 'compose.up', project);
}

export function checkDownOptions(options: DownOptions, project: string): void {
  checkOptions(options, DOWN, 'compose.down', project);
}
