import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { goJson } from '../../packages/compose/src/hash/go-json.ts';
import { serviceHash } from '../../packages/compose/src/hash/index.ts';
import type { LoadComposeOptions } from '../../packages/compose/src/load/load-options.ts';
import { loadProject } from '../../packages/compose/src/load/load-project.ts';
import { ALL_STEPS, type LoadSteps } from '../../packages/compose/src/load/load-steps.ts';
import { PROJECT } from '../../packages/compose/src/schema/index.ts';
import { agreesWithDocker, type ExternalCase, FOLDER } from '../support/external-cases.ts';
import { sameOr, withoutEmpty } from '../support/same-model.ts';

interface LoaderCase extends ExternalCase {
  readonly files: readonly { filename: string; content: string }[];
  readonly workingDir: string;
  readonly cwd?: string;
  readonly options: CaseOptions;
  readonly diskFiles?: Readonly<Record<string, string>>;
  readonly wdContents?: string;
  readonly expectNormalized?: object;
  readonly errorNormalized?: string;
}

interface CaseOptions {
  readonly projectName?: string;
  readonly projectNameImperativelySet?: boolean;
  readonly profiles?: string[];
  readonly selectedServices?: string[];
  readonly skipNormalization?: boolean;
  readonly skipConsistencyCheck?: boolean;
  readonly skipValidation?: boolean;
  readonly resolvePaths?: boolean;
  readonly discardEnvFiles?: boolean;
  readonly pruneUnnecessaryResources?: boolean;
}

const DATA = FOLDER === undefined ? '' : join(FOLDER, '..', 'data');
const FIXTURES = join(DATA, 'compose-fixtures');

const MEANT = {
  'compose-load-0035': 'a relative working directory counts twice there',
  'compose-load-0125': 'the suite recorded that its own printing fails',
};

for (const file of ['loader', 'invalid']) {
  agreesWithDocker(`compose/${file}.json`, undefined, (one) => asRecorded(one as LoaderCase), MEANT);
}

agreesWithDocker('compose/loader.json', undefined, (one) => asNormalized(one as LoaderCase), MEANT);

agreesWithDocker('compose/real-index.json', undefined, async (one) => {
  const { values, printed } = await realFile(one);
  // The answers leave out AI models.
  const { models: _models, ...model } = printed;
  return sameOr(one.expect, comparable(model), comparable(filled(one.expect, values)));
});

agreesWithDocker(
  'compose/real-index.json',
  'the config hash',
  async (one) => {
    const { services } = await realFile(one);
    const hashes = Object.entries(services).map(([name, service]) => [name, serviceHash(service)]);
    const wanted = Object.keys(one.composeHash as object);
    return Object.fromEntries(hashes.filter(([name]) => wanted.includes(name!)));
  },
  {},
  (one) => (one.composeHash === undefined ? undefined : { ...one, expect: one.composeHash }),
);

async function realFile(one: ExternalCase) {
  const path = join(DATA, 'compose-files', one.file as string);
  const [repo = ''] = (one.file as string).split('/');
  const values = { WD: dirname(path), REPO: join(DATA, 'compose-files', repo), FIXTURES };
  const env = { HOME: '/home/user', ...one.env };
  const options = { processEnv: false, env, projectName: 'test', allowFiles: ['/'] };
  return { values, ...(await resolved([path], options, ALL_STEPS)) };
}

/** The case as its suite loads it, with the steps that the suite switches off. */
function asRecorded(one: LoaderCase): Promise<unknown> {
  return inFolder(one.diskFiles ?? {}, async (folder) => {
    const cwd = filled(one.cwd ?? join(FIXTURES, 'loader'), { FIXTURES });
    const values = { FIXTURES, WD: one.workingDir.startsWith('${WD}') ? folder : cwd, CWD: cwd };
    const { options } = one;
    const steps: LoadSteps = {
      normalize: !options.skipNormalization,
      references: !options.skipConsistencyCheck,
      check: !options.skipValidation,
      paths: options.resolvePaths !== false,
      keepEnvFiles: !options.discardEnvFiles,
      folderName: 'projectName' in options,
      keepUnused: !options.pruneUnnecessaryResources,
    };
    const workingDir = resolve(cwd, filled(one.workingDir, values));
    const projectName = options.projectNameImperativelySet ? options.projectName : undefined;
    const load = { ...loadOptions(one), workingDir, ...(projectName && { projectName }) };
    const { printed, disabled, active } = await resolved(filesOf(one, values), load, steps);
    const answer = {
      ...printed,
      ...(Object.keys(disabled).length > 0 && { $disabledServices: disabled }),
      ...(active.length > 0 && { $profiles: active }),
    };
    const {
      $environment: _environment,
      $workingDir: _workingDir,
      ...wanted
    } = (one.expect ?? {}) as Record<string, unknown>;
    // Paths stay relative to the process where the case has no working directory.
    const prefix = one.workingDir.startsWith('$') ? '' : cwd;
    return sameOr(one.expect, comparable(answer, prefix), comparable(filled(wanted, values), prefix));
  });
}

/** The case under the options of `docker compose config`. */
async function asNormalized(one: LoaderCase): Promise<unknown> {
  const { expectNormalized, errorNormalized } = one;
  if (expectNormalized === undefined && errorNormalized === undefined) return one.expect;
  return inFolder(one.diskFiles ?? {}, async (folder) => {
    const WD = one.wdContents?.startsWith('fixtures/')
      ? join(FIXTURES, one.wdContents.slice('fixtures/'.length))
      : folder;
    const values = { FIXTURES, WD, CWD: WD };
    const env = { HOME: '/home/user', ...one.env };
    const named = one.files.some(({ content }) => /^\s{0,1}name\s*:/m.test(content));
    const { services: _services, ...options } = loadOptions(one);
    const load = { ...options, env, workingDir: WD, ...(!named && { projectName: 'test' }) };
    try {
      // The answers under these options leave out AI models.
      const { models: _models, ...printed } = (await resolved(filesOf(one, values), load, ALL_STEPS)).printed;
      if (errorNormalized !== undefined) return `was taken, and Docker says: ${errorNormalized}`;
      return sameOr(one.expect, comparable(printed), comparable(filled(expectNormalized, values)));
    } catch (error) {
      if (errorNormalized !== undefined) return one.expect;
      throw error;
    }
  });
}

function loadOptions({ options, env }: LoaderCase): LoadComposeOptions {
  return {
    processEnv: false,
    envFiles: [],
    allowFiles: ['/'],
    env: { ...env },
    ...(options.profiles && { profiles: options.profiles }),
    ...(options.selectedServices && { services: options.selectedServices }),
  };
}

async function resolved(
  files: Parameters<typeof loadProject>[0],
  options: LoadComposeOptions,
  steps: LoadSteps,
) {
  const { problems, model, disabled, profiles: active } = await loadProject(files, options, steps);
  if (problems.any || model === undefined) throw new Error(JSON.stringify(problems.issues));
  // As Docker prints it; extensions of the whole file are not part of what is hashed.
  const extensions = Object.entries(model).filter(([key]) => key.startsWith('x-'));
  const printed: Record<string, unknown> = {
    ...JSON.parse(goJson(model, PROJECT)),
    ...Object.fromEntries(extensions),
  };
  return { printed, disabled, active, services: { ...model.services, ...disabled } };
}

function filesOf(one: LoaderCase, values: Record<string, string>) {
  return one.files.map(({ filename, content }) => ({ name: filled(filename, values), content }));
}

function filled<T>(value: T, values: Record<string, string>): T {
  const text = JSON.stringify(value);
  return JSON.parse(
    text.replace(/\$\{(FIXTURES|WD|REPO|CWD)\}/g, (whole, name: string) => values[name] ?? whole),
  );
}

function comparable(value: unknown, prefix = ''): unknown {
  const text = JSON.stringify(withoutEmpty(value));
  return JSON.parse(
    prefix === '' ? text : text.replaceAll(`"${prefix}/`, '"').replaceAll(`"${prefix}"`, '"."'),
  );
}

/** Runs with a folder of the case's own, which holds its files. */
async function inFolder<T>(
  files: Readonly<Record<string, string>>,
  run: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'compose-case-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), content);
    }
    return await run(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
