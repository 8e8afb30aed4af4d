import { parseDevice, parsePort } from '../syntax/index.ts';
import {
  entryOf,
  isNull,
  nodeOf,
  scalar,
  type TreeNode,
  textOf,
  valueText,
  withEntry,
} from '../tree/index.ts';
import { HOOK_ENVIRONMENT } from './build.ts';
import { command, flag, list, record, text, whole } from './kinds.ts';
import { expandPort } from './short-forms.ts';

export const COMMAND = command({ merge: 'replace', always: true });

const HOOK = record(
  {
    command: COMMAND,
    image: text(),
    user: text(),
    privileged: flag(),
    working_dir: text(),
    environment: HOOK_ENVIRONMENT,
  },
  { required: ['command'] },
);

/** Commands around the life of a container. */
export const HOOKS = list(HOOK);

/** What `docker compose watch` would do; accepted and left alone. */
export const DEVELOP = record(
  {
    watch: list(
      record(
        {
          path: text({ path: 'watch' }),
          action: text({ oneOf: ['rebuild', 'sync', 'restart', 'sync+restart', 'sync+exec'] }),
          target: text(),
          exec: { ...HOOK, always: true } as typeof HOOK,
          include: list(text(), { single: true }),
          ignore: list(text(), { single: true }),
          initial_sync: flag({ strict: true }),
        },
        { required: ['path', 'action'] },
      ),
    ),
  },
  { nullable: true },
);

/** A short range stands for many ports, and each of them is an entry of its own. */
const MOST_PORTS = 20_000;

export const PORTS = list(
  record(
    {
      name: text(),
      mode: text(),
      host_ip: text(),
      target: whole({ min: 0, max: 65535 }),
      published: text({ alsoNumber: 'whole' }),
      protocol: text(),
      app_protocol: text(),
    },
    { short: { text: true, number: true, explain: explainPort }, defaults: usualPort },
  ),
  { distinct: true, expand: expandPort, most: MOST_PORTS, same: samePort },
);

function explainPort(text: string): string | undefined {
  const port = parsePort(text);
  return port.ok ? `at most ${MOST_PORTS} ports of a service` : port.expected;
}

function usualPort(node: TreeNode): TreeNode {
  if (node.kind !== 'map') return node;
  const withMode = isNull(node.entries.get('mode')) ? withEntry(node, 'mode', scalar('ingress')) : node;
  return isNull(node.entries.get('protocol')) ? withEntry(withMode, 'protocol', scalar('tcp')) : withMode;
}

/** Two ports are one when address, both ports and protocol are the same. */
function samePort(item: TreeNode): string | undefined {
  if (item.kind === 'scalar') return String(item.value);
  const [target, published] = [entryOf(item, 'target'), entryOf(item, 'published')];
  const host = textOf(entryOf(item, 'host_ip')) ?? '0.0.0.0';
  const protocol = textOf(entryOf(item, 'protocol')) ?? 'tcp';
  return `${host}:${portText(published)}:${portText(target)}/${protocol}`;
}

function portText(node: TreeNode | undefined): string {
  return node === undefined ? '' : valueText(node);
}

export const DEVICES = list(
  record(
    { source: text(), target: text(), permissions: text() },
    { required: ['source'], short: { text: true }, long: longDevice },
  ),
  { same: sameDevice },
);

function longDevice(node: TreeNode): TreeNode {
  const text = textOf(node);
  const device = text === undefined ? undefined : parseDevice(text);
  return device === undefined ? node : nodeOf(device, node);
}

function sameDevice(item: TreeNode): string | undefined {
  const text = textOf(item);
  if (text === undefined) return textOf(entryOf(item, 'target'));
  return text.split(':')[1] ?? text;
}
