import { posix } from 'node:path';
import { nearest } from '@docktopus/core/kit';
import type { ComposeModel, Config, Service } from '../schema/index.ts';
import { childPath, entryOf, type Problems, type TreeNode } from '../tree/index.ts';

/** A model with where it was written, and the services that its profiles leave out. */
export interface CheckedProject {
  readonly model: ComposeModel;
  readonly disabled: Readonly<Record<string, Service>>;
  readonly tree: TreeNode;
}

/** Whether every name that a service uses is there, and whether settings that say the same agree. Services with problems are left out. */
export function checkReferences(project: CheckedProject, problems: Problems): void {
  const broken = problems.issues.map(({ path }) => path);
  for (const [name, service] of Object.entries(project.model.services)) {
    const path = childPath('services', name);
    if (broken.some((other) => other === path || other.startsWith(`${path}.`))) continue;
    new ServiceCheck(project, name, service, problems).run();
  }
  checkSources(project, problems);
  checkCycles(project, problems);
}

/** What is not external needs a content, also when a driver is named. */
function checkSources({ model, tree }: CheckedProject, problems: Problems): void {
  const check = (section: 'configs' | 'secrets', keys: readonly ('file' | 'environment' | 'content')[]) => {
    for (const [name, one] of Object.entries<Config>(model[section] ?? {})) {
      const node = entryOf(entryOf(tree, section), name);
      // A config may be empty, and a path may not.
      if (one.external || keys.some((key) => one[key]) || entryOf(node, 'content')) continue;
      problems.add(childPath(section, name), node?.keyAt, {
        got: 'none of them',
        expected: `one of ${keys.join(', ')}`,
      });
    }
  };
  check('configs', ['file', 'environment', 'content']);
  check('secrets', ['file', 'environment']);
}

class ServiceCheck {
  readonly #project: CheckedProject;
  readonly #service: Service;
  readonly #problems: Problems;
  readonly #path: string;
  readonly #node: TreeNode | undefined;

  constructor(project: CheckedProject, name: string, service: Service, problems: Problems) {
    this.#project = project;
    this.#service = service;
    this.#problems = problems;
    this.#path = childPath('services', name);
    this.#node = entryOf(entryOf(project.tree, 'services'), name);
  }

  run(): void {
    this.#checkImage();
    this.#checkBuild();
    this.#checkNetworks();
    this.#checkHealth();
    this.#checkDependencies();
    this.#checkFiles();
    this.#checkTargets();
    this.#checkLimits();
    this.#checkScale();
    this.#checkWatch();
  }

  #add(key: string, got: string, expected: string, hint?: string): void {
    const at = entryOf(this.#node, key) ?? this.#node;
    this.#problems.add(`${this.#path}.${key}`, at?.keyAt ?? at?.at, {
      got,
      expected,
      ...(hint === undefined ? {} : { hint }),
    });
  }

  #undefined(
    key: string,
    what: string,
    name: string,
    known: Readonly<Record<string, unknown>> | undefined,
  ): void {
    const meant = nearest(name, Object.keys(known ?? {}));
    this.#add(
      key,
      `'${name}'`,
      `the name of a ${what}`,
      meant === undefined ? undefined : `did you mean '${meant}'?`,
    );
  }

  #checkImage(): void {
    const { build, image, provider } = this.#service;
    if (build === undefined && image === undefined && provider === undefined)
      this.#add('image', 'nothing', 'an image or a build');
  }

  #checkBuild(): void {
    const { build, platform } = this.#service;
    if (build?.dockerfile !== undefined && build.dockerfile_inline !== undefined) {
      this.#add('build', 'dockerfile and dockerfile_inline', 'one of them');
    }
    const platforms = build?.platforms ?? [];
    if (platform !== undefined && platforms.length > 0 && !platforms.includes(platform)) {
      this.#add('build', `platforms without '${platform}'`, 'the platform of the service among them');
    }
    for (const { source = '' } of build?.secrets ?? []) {
      if (!has(this.#project.model.secrets, source))
        this.#undefined('build', 'secret', source, this.#project.model.secrets);
    }
    for (const context of Object.values(build?.additional_contexts ?? {})) {
      const name = /^service:(.*)$/.exec(context)?.[1];
      if (name === undefined) continue;
      const service = this.#serviceNamed(name);
      if (service === undefined) this.#undefined('build', 'service', name, this.#project.model.services);
      else if (service.build === undefined)
        this.#add('build', `the context service:${name}`, 'a service with a build');
    }
  }

  #checkNetworks(): void {
    const { network_mode: mode, networks } = this.#service;
    if (mode !== undefined && networks !== undefined)
      this.#add('network_mode', 'network_mode and networks', 'one of them');
    for (const name of Object.keys(networks ?? {})) {
      const { networks: known } = this.#project.model;
      if (!has(known, name)) this.#undefined('networks', 'network', name, known);
    }
    const shared = mode?.startsWith('service:') ? mode.slice('service:'.length) : undefined;
    if (shared !== undefined && this.#serviceNamed(shared) === undefined) {
      this.#undefined('network_mode', 'service', shared, this.#project.model.services);
    }
  }

  #checkHealth(): void {
    const first = this.#service.healthcheck?.test?.[0];
    if (first !== undefined && !['CMD', 'CMD-SHELL', 'NONE'].includes(first)) {
      this.#add('healthcheck', `a test that begins with '${first}'`, "'CMD', 'CMD-SHELL' or 'NONE' first");
    }
  }

  #checkDependencies(): void {
    const shared = this.#service.network_mode;
    for (const [name, { required = true }] of Object.entries(this.#service.depends_on ?? {})) {
      if (has(this.#project.model.services, name)) continue;
      if (has(this.#project.disabled, name)) {
        if (required)
          this.#add('depends_on', `'${name}', which no active profile has`, 'a service that is active');
      } else if (shared !== `service:${name}`) {
        this.#undefined('depends_on', 'service', name, this.#project.model.services);
      }
    }
  }

  #checkFiles(): void {
    const { model } = this.#project;
    for (const { type, source } of this.#service.volumes ?? []) {
      if (type === 'volume' && source !== undefined && !has(model.volumes, source)) {
        this.#undefined('volumes', 'volume', source, model.volumes);
      }
    }
    for (const { source = '' } of this.#service.configs ?? []) {
      if (!has(model.configs, source)) this.#undefined('configs', 'config', source, model.configs);
    }
    for (const { source = '' } of this.#service.secrets ?? []) {
      if (!has(model.secrets, source)) this.#undefined('secrets', 'secret', source, model.secrets);
    }
    for (const name of Object.keys(this.#service.models ?? {})) {
      if (!has(model.models, name)) this.#undefined('models', 'model', name, model.models);
    }
  }

  /** Nothing is mounted over something else. */
  #checkTargets(): void {
    const { volumes = [], tmpfs = [] } = this.#service;
    const targets = [
      ...tmpfs.map((entry, index) => [childPath('tmpfs', index), entry.split(':')[0]!] as const),
      ...volumes.map(({ target = '' }, index) => [childPath('volumes', index), target] as const),
    ];
    const taken = new Map<string, string>();
    for (const [key, target] of targets) {
      // Docker Compose takes the paths of `tmpfs` as they are written.
      const path = key.startsWith('tmpfs') ? target : posix.resolve('/', target);
      const other = taken.get(path);
      taken.set(path, other ?? key);
      if (other !== undefined)
        this.#add(key, target, 'another target', `${this.#path}.${other} is there already`);
    }
  }

  /** The older keys and those of deploy say the same, or contradict each other. */
  #checkLimits(): void {
    const { cpus, mem_limit, mem_reservation, pids_limit, deploy } = this.#service;
    const { limits, reservations } = deploy?.resources ?? {};
    const agree = (key: string, value: unknown, other: unknown, path: string, block: unknown) => {
      if (value !== undefined && block !== undefined && (other ?? 0) !== value) {
        this.#add(key, String(value), `the same value as ${path} (${String(other ?? 'nothing')})`);
      }
    };
    agree('cpus', cpus, limits?.cpus, 'deploy.resources.limits.cpus', limits);
    agree('mem_limit', mem_limit, limits?.memory, 'deploy.resources.limits.memory', limits);
    agree(
      'mem_reservation',
      mem_reservation,
      reservations?.memory,
      'deploy.resources.reservations.memory',
      reservations,
    );
    agree('pids_limit', pids_limit, limits?.pids, 'deploy.resources.limits.pids', limits);
  }

  #checkScale(): void {
    const { scale, deploy, container_name } = this.#service;
    if (scale !== undefined && deploy?.replicas !== undefined && scale !== deploy.replicas) {
      this.#add('scale', String(scale), `the same value as deploy.replicas (${deploy.replicas})`);
    }
    if ((scale ?? deploy?.replicas ?? 1) > 1 && container_name !== undefined) {
      this.#add('container_name', 'one name for several containers', 'no name, or one container');
    }
  }

  #checkWatch(): void {
    for (const { action, target } of this.#service.develop?.watch ?? []) {
      if (action !== 'rebuild' && action !== 'restart' && target === undefined) {
        this.#add('develop', `the action '${action}' without a target`, 'a target');
      }
    }
  }

  #serviceNamed(name: string): Service | undefined {
    const { model, disabled } = this.#project;
    return Object.hasOwn(model.services, name)
      ? model.services[name]
      : Object.hasOwn(disabled, name)
        ? disabled[name]
        : undefined;
  }
}

function has(known: Readonly<Record<string, unknown>> | undefined, name: string): boolean {
  return known !== undefined && Object.hasOwn(known, name);
}

function checkCycles(project: CheckedProject, problems: Problems): void {
  const done = new Set<string>();
  const visit = (name: string, way: readonly string[]): void => {
    if (way.includes(name)) {
      const circle = [...way.slice(way.indexOf(name)), name];
      const at = entryOf(entryOf(project.tree, 'services'), name)?.keyAt;
      for (const member of circle) done.add(member);
      problems.add(`${childPath('services', name)}.depends_on`, at, {
        got: circle.join(' → '),
        expected: 'dependencies without a circle',
      });
      return;
    }
    if (done.has(name)) return;
    const service = Object.hasOwn(project.model.services, name) ? project.model.services[name] : undefined;
    for (const next of Object.keys(service?.depends_on ?? {})) visit(next, [...way, name]);
    done.add(name);
  };
  for (const name of Object.keys(project.model.services)) visit(name, []);
}
