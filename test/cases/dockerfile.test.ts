import {
  type DockerfileArg,
  type DockerfileHealthcheck,
  type DockerfileNode,
  expandWord,
  findDirective,
  findSyntax,
  type Instruction,
  parseDockerfile,
  parseHeredoc,
  parseJsonList,
  type RunMount,
  readDockerfile,
  splitWords,
} from '../../packages/core/src/dockerfile/index.ts';
import { agreesWithDocker, type ExternalCase } from '../support/external-cases.ts';

const textOf = (one: ExternalCase) => one.input as string;
const variablesOf = (one: ExternalCase) => new Map(Object.entries(one.env ?? {}));

agreesWithDocker(
  'shellwords.json',
  'dockerfile.ProcessWord',
  (one) => expandWord(textOf(one), variablesOf(one)).text,
);
agreesWithDocker(
  'shellwords.json',
  'dockerfile.ProcessWords',
  (one) => expandWord(textOf(one), variablesOf(one)).words,
);
agreesWithDocker('dockerfile/parser.json', 'dockerfile.parseWords', (one) => splitWords(textOf(one), '\\'));
agreesWithDocker('dockerfile/parser.json', 'dockerfile.parseJSON', (one) => {
  const items = parseJsonList(textOf(one));
  if (items === undefined) throw new Error('no list');
  return items;
});
agreesWithDocker('dockerfile/parser.json', 'dockerfile.heredoc', (one) => {
  const heredoc = parseHeredoc(textOf(one));
  return heredoc === undefined ? null : recordedHeredoc(heredoc);
});
agreesWithDocker('dockerfile/parser.json', 'dockerfile.parseDirective', (one) => {
  const { key, text } = one.input as { key: string; text: string };
  const cmdline = findDirective(key, text);
  return { value: cmdline?.split(' ')[0] ?? '', cmdline: cmdline ?? '', ok: cmdline !== undefined };
});
agreesWithDocker('dockerfile/parser.json', 'dockerfile.detectSyntax', (one) => {
  const cmdline = findSyntax(textOf(one));
  return { ref: cmdline?.split(' ')[0] ?? '', cmdline: cmdline ?? '', ok: cmdline !== undefined };
});
agreesWithDocker('dockerfile/parser.json', 'dockerfile.parse', (one) => {
  const tree = parseDockerfile(textOf(one));
  const children = tree.nodes.map(recordedNode);
  return {
    ast: { children, startLine: tree.nodes[0]!.startLine, endLine: tree.nodes.at(-1)!.endLine, value: '' },
    dump: tree.nodes.map((node) => `(${dump(node)})`).join('\n'),
    escape: tree.escape,
    warnings: tree.warnings.length === 0 ? null : tree.warnings,
  };
});
agreesWithDocker('dockerfile/instructions.json', 'dockerfile.instructions', (one) => {
  const file = readDockerfile(textOf(one));
  return {
    escape: file.escape,
    metaArgs: file.globalArgs.length === 0 ? null : file.globalArgs.map(recordedInstruction),
    stages: file.stages.map((stage) => ({
      baseName: stage.base,
      commands: stage.instructions.length === 0 ? null : stage.instructions.map(recordedInstruction),
      name: stage.name ?? '',
      platform: stage.platform ?? '',
    })),
  };
});

function recordedHeredoc(heredoc: ReturnType<typeof parseHeredoc> & object) {
  return {
    Name: heredoc.name,
    FileDescriptor: heredoc.fileDescriptor,
    Expand: heredoc.expand,
    Chomp: heredoc.chomp,
    Content: heredoc.content,
  };
}

const KNOWN =
  /^(add|arg|cmd|copy|entrypoint|env|expose|from|healthcheck|label|maintainer|onbuild|run|shell|stopsignal|user|volume|workdir)$/i;

/** Docker's parser gives an unknown instruction one empty argument, and an `ONBUILD` a tree. */
function recordedNode(node: DockerfileNode): Record<string, unknown> {
  const { startLine, endLine } = node;
  return { ...recordedStatement(node), startLine, endLine };
}

function recordedStatement(node: DockerfileNode): Record<string, unknown> {
  const { keyword, original, trigger, flags, json, comments, heredocs } = node;
  const args = trigger === undefined ? argsOf(node) : [{ value: '', children: [recordedStatement(trigger)] }];
  return {
    value: keyword,
    original,
    ...(args.length === 0 ? {} : { args }),
    ...(flags.length === 0 ? {} : { flags }),
    ...(json ? { attributes: { json: true } } : {}),
    ...(comments.length === 0 ? {} : { comments }),
    ...(heredocs.length === 0 ? {} : { heredocs: heredocs.map(recordedHeredoc) }),
  };
}

function argsOf(node: DockerfileNode): readonly string[] {
  return KNOWN.test(node.keyword) ? node.args : [''];
}

function dump(node: DockerfileNode): string {
  const flags = node.flags.length === 0 ? [] : [`[${node.flags.map(quoted).join(' ')}]`];
  const rest = node.trigger === undefined ? argsOf(node).map(quoted) : [`(${dump(node.trigger)})`];
  return [node.keyword.toLowerCase(), ...flags, ...rest].join(' ');
}

/** As Go quotes a text. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('\\u0000', '\\x00').replaceAll('\\u00', '\\x');
}

/** Our instruction in the words of the recorded answers, which leave out what is not set. */
function recordedInstruction(one: Instruction): unknown {
  switch (one.type) {
    case 'add':
      return {
        type: 'Add',
        ...recordedFiles(one),
        ...set('Checksum', one.checksum),
        ...set('KeepGitDir', one.keepGitDir || undefined),
        ...set('Unpack', one.unpack),
      };
    case 'copy':
      return {
        type: 'Copy',
        ...recordedFiles(one),
        ...set('From', one.from),
        ...set('Parents', one.parents || undefined),
      };
    case 'arg':
      return { type: 'Arg', Args: recordedArgs(one.args) };
    case 'cmd':
      return { type: 'Cmd', ...recordedCommand(one) };
    case 'entrypoint':
      return { type: 'Entrypoint', ...recordedCommand(one) };
    case 'env':
      return { type: 'Env', Env: one.pairs.map(recordedPair) };
    case 'label':
      return { type: 'Label', Labels: one.pairs.map(recordedPair) };
    case 'expose':
      return { type: 'Expose', Ports: one.ports };
    case 'healthcheck':
      return { type: 'HealthCheck', Health: recordedHealth(one.check) };
    case 'maintainer':
      return { type: 'Maintainer', Maintainer: one.maintainer };
    case 'onbuild':
      return { type: 'Onbuild', Expression: one.expression };
    case 'run':
      return {
        type: 'Run',
        ...recordedCommand(one),
        ...set('Mounts', one.mounts.length === 0 ? undefined : one.mounts.map(recordedMount)),
        ...set('FlagsUsed', usedFlags(one)),
      };
    case 'shell':
      return { type: 'Shell', Shell: one.shell };
    case 'stopsignal':
      return { type: 'StopSignal', Signal: one.signal };
    case 'user':
      return { type: 'User', User: one.user };
    case 'volume':
      return { type: 'Volume', Volumes: one.paths };
    case 'workdir':
      return { type: 'Workdir', Path: one.path };
  }
}

function set(key: string, value: unknown): Record<string, unknown> {
  return value === undefined ? {} : { [key]: value };
}

type Of<T extends Instruction['type']> = Extract<Instruction, { type: T }>;

function recordedFiles(one: Of<'add'> | Of<'copy'>): Record<string, unknown> {
  const contents = one.contents.map((heredoc) => ({
    Data: heredoc.content,
    Path: heredoc.name,
    Expand: heredoc.expand,
  }));
  return {
    SourcesAndDest: {
      DestPath: one.destination,
      SourcePaths: one.sources.length === 0 ? null : one.sources,
      SourceContents: contents.length === 0 ? null : contents,
    },
    ...set('Chown', one.chown),
    ...set('Chmod', one.chmod),
    ...set('Link', one.link || undefined),
    ...set('ExcludePatterns', one.exclude.length === 0 ? undefined : one.exclude),
  };
}

function recordedArgs(args: readonly DockerfileArg[]): unknown {
  return args.map(({ name, value = null, comment = '' }) => ({
    Key: name,
    Value: value,
    DocComment: comment,
  }));
}

function recordedPair({ name, value, delimiter }: Of<'env'>['pairs'][number]): unknown {
  return { Key: name, Value: value, NoDelim: delimiter === '' };
}

function recordedCommand(one: Of<'cmd'> | Of<'entrypoint'> | Of<'run'>): Record<string, unknown> {
  const files = one.files.map(({ name, content, chomp }) => ({ Name: name, Data: content, Chomp: chomp }));
  return {
    ShellDependantCmdLine: {
      CmdLine: one.command,
      Files: files.length === 0 ? null : files,
      PrependShell: one.shell,
    },
  };
}

function usedFlags(one: Of<'run'>): readonly string[] | undefined {
  const used = [
    one.mounts.length > 0 && 'mount',
    one.network !== undefined && 'network',
    one.security !== undefined && 'security',
    one.devices.length > 0 && 'device',
  ].filter((flag) => flag !== false);
  return used.length === 0 ? undefined : used;
}

function recordedMount(mount: RunMount): unknown {
  const { type, from = '', source = '', target = '', id = '', sharing = '', env = null } = mount;
  return {
    Type: type,
    From: from,
    Source: source,
    Target: target,
    ReadOnly: mount.readOnly,
    SizeLimit: Number(mount.size ?? 0),
    CacheID: id,
    CacheSharing: sharing,
    Required: mount.required,
    Env: env,
    Mode: mount.mode === undefined ? null : Number.parseInt(mount.mode, 8),
    UID: mount.uid === undefined ? null : Number(mount.uid),
    GID: mount.gid === undefined ? null : Number(mount.gid),
  };
}

function recordedHealth(check: DockerfileHealthcheck): unknown {
  const { test, interval, timeout, startPeriod, startInterval, retries } = check;
  return {
    Test: test,
    ...set('Interval', nanoseconds(interval)),
    ...set('Timeout', nanoseconds(timeout)),
    ...set('StartPeriod', nanoseconds(startPeriod)),
    ...set('StartInterval', nanoseconds(startInterval)),
    ...set('Retries', retries || undefined),
  };
}

function nanoseconds(text: string | undefined): number | undefined {
  const units: Record<string, number> = { ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 };
  const parts = [...(text ?? '').matchAll(/([\d.]+)(ms|s|m|h)/g)];
  return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * units[unit]!, 0) || undefined;
}
