import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { interpolate } from '@docktopus/core/kit';
import { type ComposeModel, PROJECT, type Service } from '../schema/index.ts';
import {
  EMPTY_MAP,
  entryOf,
  isMap,
  type MapNode,
  Problems,
  plainOf,
  scalar,
  type TreeNode,
  textOf,
  withEntry,
} from '../tree/index.ts';
import { parseYaml } from '../yaml/index.ts';
import { checkMeaning } from './check-meaning.ts';
import { checkReferences } from './check-references.ts';
import { type EnvFileReference, readEnvFiles } from './env-files.ts';
import { FileAccess, readText } from './file-access.ts';
import type { Environment, SourceFile } from './layer.ts';
import { LayerLoader } from './layer-loader.ts';
import type { ComposeFile, LoadComposeOptions } from './load-options.ts';
import type { LoadSteps } from './load-steps.ts';
import { normalizeTree } from './normalize-tree.ts';
import { printTree } from './print-tree.ts';
import { projectNameOf } from './project-name.ts';
import type { HostPlace } from './resolve-paths.ts';
import { type ServiceSelection, selectByName, selectByProfiles } from './select-services.ts';
import { resolveServiceFiles } from './service-files.ts';
import { withoutUnused } from './without-unused.ts';

/** A Compose file as it is after loading, or what is wrong with it. */
export interface LoadedProject {
  readonly problems: Problems;
  readonly warnings: readonly string[];
  readonly model?: ComposeModel;
  readonly disabled: Readonly<Record<string, Service>>;
  readonly profiles: readonly string[];
  readonly workingDir: string;
  readonly files: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Loads a project step by step; {@link loadCompose} takes all of the steps and throws what is wrong. */
export async function loadProject(
  given: readonly ComposeFile[],
  options: LoadComposeOptions,
  steps: LoadSteps,
): Promise<LoadedProject> {
  return new ProjectLoader(given, options, steps).load();
}

class ProjectLoader {
  readonly #given: readonly ComposeFile[];
  readonly #options: LoadComposeOptions;
  readonly #steps: LoadSteps;
  readonly #problems = new Problems();
  readonly #warnings: string[] = [];
  readonly #workingDir: string;

  constructor(given: readonly ComposeFile[], options: LoadComposeOptions, steps: LoadSteps) {
    this.#given = given;
    this.#options = options;
    this.#steps = steps;
    const [first] = given;
    const folder =
      typeof first === 'string' ? dirname(resolve(options.workingDir ?? '.', first)) : process.cwd();
    this.#workingDir = resolve(options.workingDir ?? folder);
  }

  async load(): Promise<LoadedProject> {
    const allowed = [
      this.#workingDir,
      ...(this.#options.allowFiles ?? []).map((folder) => resolve(this.#workingDir, folder)),
    ];
    const files = await FileAccess.within(allowed, this.#problems);
    const sources = await this.#readSources();
    const variables = await this.#environment(files);
    const name = this.#projectName(sources, variables);
    const environment: Environment = new Map([...variables, ['COMPOSE_PROJECT_NAME', name]]);
    const loader = new LayerLoader(files, this.#problems, this.#steps);
    const loaded = await loader.load(sources, { ...this.#place(environment), environment });
    for (const variable of loader.unset) {
      this.#warnings.push(`the variable ${variable} is not set; it counts as empty`);
    }
    const root = withEntry(withEntry(loaded, 'version', undefined), 'name', undefined);
    if (loaded.entries.has('version')) this.#warnings.push('the key version is obsolete and is ignored');
    if (root.entries.size === 0 && !loaded.entries.has('name') && !this.#problems.any) {
      this.#problems.add(this.#nameOf(this.#given[0]), undefined, {
        got: 'an empty file',
        expected: 'services',
      });
    }
    if (this.#steps.check) {
      checkMeaning(root, this.#problems);
      if (name === '')
        this.#problems.add('name', undefined, {
          expected: 'a name of the project',
          hint: 'give projectName',
        });
    }
    return this.#finish(withEntry(root, 'name', scalar(name)), environment, files);
  }

  async #finish(root: MapNode, environment: Environment, files: FileAccess): Promise<LoadedProject> {
    const empty = {
      problems: this.#problems,
      warnings: this.#warnings,
      disabled: {},
      profiles: [],
      workingDir: this.#workingDir,
      files: this.#given.map((file) => this.#nameOf(file)),
      environment: Object.fromEntries(environment),
    };
    // A file that could not be read may be what the rest refers to.
    if (!this.#problems.issues.every(({ path }) => path.startsWith('services.'))) return empty;
    const normal = this.#steps.normalize ? normalizeTree(root, (name) => environment.get(name)) : root;
    const context = {
      problems: this.#problems,
      onCut: (path: string) => this.#warnings.push(cutWarning(path)),
    };
    const printed = printTree(normal, PROJECT, context) as MapNode;
    const selection = this.#select(printed, environment);
    const tree = withServices(printed, selection.enabled);
    const disabled = plainOf({ kind: 'map', entries: selection.disabled }) as Record<string, Service>;
    if (this.#steps.references) {
      checkReferences({ model: plainOf(tree) as ComposeModel, disabled, tree: normal }, this.#problems);
    }
    if (this.#problems.any) return { ...empty, disabled, profiles: selection.profiles };
    const complete = await this.#withFiles(tree, environment, files);
    const used = this.#steps.keepUnused ? complete : withoutUnused(complete);
    const model = { ...(plainOf(used) as ComposeModel), ...extensionsOf(normal) };
    return { ...empty, model: withServicesFirst(model), disabled, profiles: selection.profiles };
  }

  #select(tree: MapNode, environment: Environment): ServiceSelection {
    const services = tree.entries.get('services');
    // Without a profile, Docker Compose has the empty one: a service with `profiles: [""]` runs then.
    const wanted = this.#options.profiles ?? (environment.get('COMPOSE_PROFILES') ?? '').split(',');
    const active = wanted.length === 0 ? [''] : wanted;
    const { enabled, disabled } = selectByProfiles(isMap(services) ? services : EMPTY_MAP, active);
    const selection = { enabled, disabled, profiles: active.filter((profile) => profile !== '') };
    const names = this.#options.services ?? [];
    return names.length === 0 ? selection : selectByName(selection, names, this.#problems);
  }

  async #withFiles(tree: MapNode, environment: Environment, files: FileAccess): Promise<MapNode> {
    const services = tree.entries.get('services');
    if (!isMap(services)) return tree;
    const context = { steps: this.#steps, place: this.#place(environment) };
    const entries = new Map<string, TreeNode>();
    for (const [name, service] of services.entries) {
      entries.set(
        name,
        await resolveServiceFiles(name, service, environment, files, this.#problems, context),
      );
    }
    return withServices(tree, entries);
  }

  async #readSources(): Promise<readonly SourceFile[]> {
    const sources: SourceFile[] = [];
    for (const [index, file] of this.#given.entries()) {
      const name = this.#nameOf(file, index);
      if (typeof file !== 'string') sources.push({ name, content: file.content });
      else {
        const content = await readText(name, (got, expected) =>
          this.#problems.add(name, undefined, { got, expected }),
        );
        if (content !== undefined) sources.push({ name, content });
      }
    }
    return sources;
  }

  #place(environment: Environment): HostPlace {
    return { directory: this.#workingDir, home: environment.get('HOME') ?? homedir() };
  }

  #nameOf(file: ComposeFile | undefined, index = 0): string {
    if (typeof file === 'string')
      return isAbsolute(file) ? file : resolve(this.#options.workingDir ?? '.', file);
    const name = file?.name ?? `compose-${index + 1}.yaml`;
    return isAbsolute(name) ? name : join(this.#workingDir, name);
  }

  /** The author's variables, then those of the process, then env files. */
  async #environment(files: FileAccess): Promise<Environment> {
    const given = this.#options.envFiles?.map((file) => resolve(this.#workingDir, file));
    const usual = join(this.#workingDir, '.env');
    const own = new Map<string, string>();
    const sources = [this.#options.processEnv === false ? {} : process.env, this.#options.env ?? {}];
    for (const source of sources) {
      for (const [name, value] of Object.entries(source)) if (value !== undefined) own.set(name, value);
    }
    const paths = given ?? ((await files.isFile(usual)) ? [usual] : []);
    const references: readonly EnvFileReference[] = paths.map((path) => ({ path }));
    const fromFiles = await readEnvFiles(references, own, files, this.#problems, 'envFiles');
    return new Map([...fromFiles, ...own]);
  }

  #projectName(sources: readonly SourceFile[], variables: Environment): string {
    const given = this.#options.projectName ?? variables.get('COMPOSE_PROJECT_NAME');
    if (given !== undefined && given !== '') {
      if (projectNameOf(given) !== given) {
        this.#problems.add('projectName', undefined, {
          got: `'${given}'`,
          expected: 'small letters, digits, - and _, with a letter or digit first',
        });
      }
      return given;
    }
    const written = sources.flatMap((source) => namesIn(source)).at(-1) ?? '';
    const replaced = interpolate(written, (name) => variables.get(name));
    const name = projectNameOf(replaced.ok ? replaced.text : '');
    if (written !== '' && replaced.ok && replaced.text === '') return '';
    return name === '' && this.#steps.folderName ? projectNameOf(basename(this.#workingDir)) : name;
  }
}

/** The project names that a file gives, one for each document; loading the file tells what else is wrong. */
function namesIn(source: SourceFile): readonly string[] {
  return parseYaml(source.content, source.name, new Problems()).flatMap(
    (document) => textOf(entryOf(document, 'name')) || [],
  );
}

function cutWarning(path: string): string {
  return `${path}: only a shell understands ; & | < >, and the command ends there; write ['sh', '-c', '…'] for a shell`;
}

function withServices(tree: MapNode, services: ReadonlyMap<string, TreeNode>): MapNode {
  return withEntry(tree, 'services', { ...EMPTY_MAP, entries: services });
}

function extensionsOf(root: MapNode): Record<string, unknown> {
  const entries = [...root.entries].filter(([key]) => key.startsWith('x-'));
  return Object.fromEntries(entries.map(([key, value]) => [key, plainOf(value)]));
}

function withServicesFirst({ name, services = {}, ...rest }: ComposeModel): ComposeModel {
  return { name, services, ...rest };
}
