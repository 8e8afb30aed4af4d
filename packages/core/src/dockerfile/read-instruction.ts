import { nearest } from '../errors/index.ts';
import { trim } from '../text/index.ts';
import { DockerfileProblem } from './dockerfile-problem.ts';
import { chomped, parseHeredoc } from './heredoc.ts';
import type { Instruction, InstructionCommand, InstructionFiles, NameAndValue } from './instruction.ts';
import { type FlagKind, InstructionFlags } from './instruction-flags.ts';
import type { DockerfileNode } from './parse-dockerfile.ts';
import { readHealthcheck } from './read-healthcheck.ts';
import { parseRunMount } from './run-mount.ts';

type Meaning<I = Instruction> = I extends Instruction ? Omit<I, 'startLine' | 'endLine'> : never;

const FILE_FLAGS: Readonly<Record<string, FlagKind>> = {
  chown: 'text',
  chmod: 'text',
  link: 'switch',
  exclude: 'texts',
};

/** Each instruction's meaning, `FROM` excepted: it begins a stage. */
const READERS: Readonly<Record<string, (node: DockerfileNode) => Meaning>> = {
  add(node) {
    const flags = InstructionFlags.read(node.flags, {
      ...FILE_FLAGS,
      checksum: 'text',
      'keep-git-dir': 'switch',
      unpack: 'switch',
    });
    const [checksum, unpack] = [flags.text('checksum'), flags.switch('unpack')];
    return {
      type: 'add',
      ...files(node, flags),
      ...(checksum === undefined ? {} : { checksum }),
      keepGitDir: flags.switch('keep-git-dir') ?? false,
      ...(unpack === undefined ? {} : { unpack }),
    };
  },
  arg(node) {
    const args = atLeastOne(node).map((arg) => {
      const equals = arg.indexOf('=');
      if (equals === 0) throw new DockerfileProblem('ARG needs a name before the =');
      const name = equals === -1 ? arg : arg.slice(0, equals);
      const comment = node.comments.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1);
      return {
        name,
        ...(equals === -1 ? {} : { value: arg.slice(equals + 1) }),
        ...(comment === undefined ? {} : { comment }),
      };
    });
    return { type: 'arg', args };
  },
  cmd: (node) => ({ type: 'cmd', ...plainCommand(node), files: node.heredocs }),
  copy(node) {
    const flags = InstructionFlags.read(node.flags, { ...FILE_FLAGS, from: 'text', parents: 'switch' });
    const from = flags.text('from');
    return {
      type: 'copy',
      ...files(node, flags),
      ...(from === undefined ? {} : { from }),
      parents: flags.switch('parents') ?? false,
    };
  },
  entrypoint: (node) => ({ type: 'entrypoint', ...plainCommand(node), files: node.heredocs }),
  env: (node) => ({ type: 'env', pairs: pairs(node) }),
  expose: (node) => ({ type: 'expose', ports: atLeastOne(withoutFlags(node)).toSorted() }),
  healthcheck: (node) => ({ type: 'healthcheck', check: readHealthcheck(node, atLeastOne(node)) }),
  label: (node) => ({ type: 'label', pairs: pairs(node) }),
  maintainer: (node) => ({ type: 'maintainer', maintainer: exactlyOne(withoutFlags(node)) }),
  onbuild: (node) => ({ type: 'onbuild', expression: triggerOf(withoutFlags(node)) }),
  run(node) {
    const flags = InstructionFlags.read(node.flags, {
      mount: 'texts',
      network: 'text',
      security: 'text',
      device: 'texts',
    });
    const [network, security] = [flags.text('network'), flags.text('security')];
    return {
      type: 'run',
      ...commandOf(node),
      files: node.heredocs,
      mounts: flags.texts('mount').map(parseRunMount),
      ...(network === undefined ? {} : { network }),
      ...(security === undefined ? {} : { security }),
      devices: flags.texts('device'),
    };
  },
  shell(node) {
    const shell = atLeastOne(withoutFlags(node));
    if (!node.json)
      throw new DockerfileProblem('SHELL takes a list in JSON, such as SHELL ["/bin/sh", "-c"]');
    return { type: 'shell', shell };
  },
  stopsignal: (node) => ({ type: 'stopsignal', signal: exactlyOne(node) }),
  user: (node) => ({ type: 'user', user: exactlyOne(withoutFlags(node)) }),
  volume(node) {
    const paths = atLeastOne(withoutFlags(node)).map(trim);
    if (paths.includes('')) throw new DockerfileProblem('VOLUME takes paths, not an empty text');
    return { type: 'volume', paths };
  },
  workdir: (node) => ({ type: 'workdir', path: exactlyOne(withoutFlags(node)) }),
};

/**
 * The meaning of an instruction other than `FROM`.
 *
 * @throws DockerfileProblem
 */
export function readInstruction(node: DockerfileNode): Instruction {
  const name = node.keyword.toLowerCase();
  const read = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
  if (read === undefined) throw unknownInstruction(node.keyword);
  return { ...read(node), startLine: node.startLine, endLine: node.endLine } as Instruction;
}

function files(node: DockerfileNode, flags: InstructionFlags): InstructionFiles {
  const name = node.keyword.toUpperCase();
  if (node.args.length < 2) throw new DockerfileProblem(`${name} needs a source and a destination`);
  const destination = node.args.at(-1)!;
  if (opensHeredoc(destination))
    throw new DockerfileProblem(`the destination of ${name} cannot be a heredoc`);
  const sources = node.args.slice(0, -1);
  const [chown, chmod] = [flags.text('chown'), flags.text('chmod')];
  return {
    sources: sources.filter((source) => !opensHeredoc(source)),
    contents: node.heredocs.map((heredoc) =>
      heredoc.chomp ? { ...heredoc, content: chomped(heredoc.content) } : heredoc,
    ),
    destination,
    ...(chown === undefined ? {} : { chown }),
    ...(chmod === undefined ? {} : { chmod }),
    link: flags.switch('link') ?? false,
    exclude: flags.texts('exclude'),
  };
}

function opensHeredoc(word: string): boolean {
  try {
    return parseHeredoc(word) !== undefined;
  } catch (error) {
    if (error instanceof DockerfileProblem) return false;
    throw error;
  }
}

function plainCommand(node: DockerfileNode): InstructionCommand {
  return commandOf(withoutFlags(node));
}

function commandOf(node: DockerfileNode): InstructionCommand {
  return { command: node.json ? node.args : joined(node.args), shell: !node.json };
}

function joined(args: readonly string[]): readonly string[] {
  return [args.join(' ')];
}

function pairs(node: DockerfileNode): readonly NameAndValue[] {
  const args = atLeastOne(withoutFlags(node));
  const found: NameAndValue[] = [];
  for (let at = 0; at + 1 < args.length; at += 3) {
    if (args[at] === '')
      throw new DockerfileProblem(`${node.keyword.toUpperCase()} needs a name before the =`);
    found.push({ name: args[at]!, value: args[at + 1]!, delimiter: args[at + 2] === '=' ? '=' : '' });
  }
  return found;
}

function triggerOf(node: DockerfileNode): string {
  const { trigger } = node;
  if (trigger === undefined) throw new DockerfileProblem('ONBUILD needs an instruction');
  const name = trigger.keyword.toUpperCase();
  if (['ONBUILD', 'MAINTAINER', 'FROM'].includes(name))
    throw new DockerfileProblem(`ONBUILD cannot hold ${name}`);
  const contents = node.heredocs.map((heredoc) => `\n${heredoc.content}${heredoc.name}`);
  return node.original.replace(/^\s*ONBUILD\s*/i, '') + contents.join('');
}

function withoutFlags(node: DockerfileNode): DockerfileNode {
  InstructionFlags.read(node.flags);
  return node;
}

function atLeastOne(node: DockerfileNode): readonly string[] {
  if (node.args.length === 0) throw new DockerfileProblem(`${node.keyword.toUpperCase()} needs an argument`);
  return node.args;
}

function exactlyOne(node: DockerfileNode): string {
  if (node.args.length !== 1) throw new DockerfileProblem(`${node.keyword.toUpperCase()} needs one argument`);
  return node.args[0]!;
}

function unknownInstruction(keyword: string): DockerfileProblem {
  const meant = nearest(keyword, ['from', ...Object.keys(READERS)]);
  return new DockerfileProblem(
    `unknown instruction ${keyword}${meant === undefined ? '' : `; did you mean ${meant.toUpperCase()}?`}`,
  );
}
