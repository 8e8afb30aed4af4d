import { isIP } from 'node:net';
import {
  childPath,
  entryOf,
  isMap,
  isNull,
  type MapNode,
  type Problems,
  type TreeNode,
  textOf,
} from '../tree/index.ts';

/** What a table of keys cannot say: values that contradict each other. */
export function checkMeaning(root: MapNode, problems: Problems): void {
  each(entryOf(root, 'volumes'), 'volumes', (volume, path) => checkExternal(volume, path, problems));
  each(entryOf(root, 'configs'), 'configs', (config, path) =>
    checkSource(config, ['file', 'environment', 'content'], path, problems),
  );
  each(entryOf(root, 'secrets'), 'secrets', (secret, path) =>
    checkSource(secret, ['file', 'environment'], path, problems),
  );
  each(entryOf(root, 'services'), 'services', (service, path) => checkService(service, path, problems));
}

function checkService(service: TreeNode, path: string, problems: Problems): void {
  items(entryOf(service, 'ports'), `${path}.ports`, (port, at) => checkPort(port, at, problems));
  items(entryOf(service, 'devices'), `${path}.devices`, (device, at) => {
    if (isMap(device) && !device.entries.has('target'))
      problems.add(`${at}.target`, device, { got: 'nothing', expected: 'a path in the container' });
  });
  items(entryOf(service, 'gpus'), `${path}.gpus`, (request, at) => checkDeviceRequest(request, at, problems));
  each(entryOf(service, 'ulimits'), `${path}.ulimits`, (limit, at) => {
    const missing = ['soft', 'hard'].filter((key) => isMap(limit) && !limit.entries.has(key));
    if (missing.length > 0 && !entryOf(limit, 'single'))
      problems.add(childPath(at, missing[0]!), limit, { got: 'nothing', expected: 'a whole number' });
  });
  const reservations = entryOf(entryOf(entryOf(service, 'deploy'), 'resources'), 'reservations');
  const devices = `${path}.deploy.resources.reservations.devices`;
  items(entryOf(reservations, 'devices'), devices, (request, at) =>
    checkDeviceRequest(request, at, problems),
  );
  items(entryOf(service, 'volumes'), `${path}.volumes`, (mount, at) => checkMount(mount, at, problems));
  items(entryOf(entryOf(service, 'develop'), 'watch'), `${path}.develop.watch`, (watch, at) => {
    if (textOf(entryOf(watch, 'path')) === '') {
      problems.add(`${at}.path`, entryOf(watch, 'path'), { expected: 'a path' });
    }
  });
}

/** What exists already cannot be described as well. */
function checkExternal(node: TreeNode, path: string, problems: Problems): void {
  if (!isMap(node) || !isTrue(entryOf(node, 'external'))) return;
  for (const [key, value] of node.entries) {
    if (key === 'name' || key === 'external' || key.startsWith('x-')) continue;
    problems.add(childPath(path, key), value.keyAt ?? value.at, {
      got: 'a setting of an external volume',
      expected: 'name alone beside external',
      because: 'the creator of the volume has set the rest',
    });
  }
}

function checkSource(node: TreeNode, keys: readonly string[], path: string, problems: Problems): void {
  if (!isMap(node)) return;
  const given = keys.filter((key) => node.entries.has(key));
  const expected = `one of ${keys.join(', ')}`;
  if (given.length > 1) problems.add(path, node, { got: given.join(' and '), expected });
  if (given.length > 0 || node.entries.has('driver') || node.entries.has('external')) return;
  problems.add(path, node.keyAt ?? node.at, { got: 'none of them', expected });
}

function checkPort(port: TreeNode, path: string, problems: Problems): void {
  const target = entryOf(port, 'target');
  if (isMap(port) && (target === undefined || (target.kind === 'scalar' && target.value === 0))) {
    const got = target === undefined ? 'nothing' : '0';
    problems.add(`${path}.target`, target ?? port, { got, expected: 'a port of the container' });
  }
  const address = entryOf(port, 'host_ip');
  const text = textOf(address);
  if (text !== undefined && (isIP(text) === 0 || text.includes('%')))
    problems.add(`${path}.host_ip`, address, { expected: 'an IP address' });
}

function checkDeviceRequest(request: TreeNode, path: string, problems: Problems): void {
  if (isNull(entryOf(request, 'count')) || isNull(entryOf(request, 'device_ids'))) return;
  problems.add(path, request, { got: 'count and device_ids', expected: 'one of them' });
}

function checkMount(mount: TreeNode, path: string, problems: Problems): void {
  if (!isMap(mount)) return;
  if (textOf(entryOf(mount, 'type')) === 'bind' && isNull(entryOf(mount, 'source'))) {
    problems.add(`${path}.source`, mount, { got: 'nothing', expected: 'a path of the host' });
  }
}

function isTrue(node: TreeNode | undefined): boolean {
  return node?.kind === 'scalar' && (node.value === true || node.value === 'true');
}

function each(
  node: TreeNode | undefined,
  path: string,
  check: (child: TreeNode, path: string) => void,
): void {
  if (node?.kind !== 'map') return;
  for (const [key, child] of node.entries) check(child, childPath(path, key));
}

function items(
  node: TreeNode | undefined,
  path: string,
  check: (child: TreeNode, path: string) => void,
): void {
  if (node?.kind !== 'list') return;
  for (const [index, child] of node.items.entries()) check(child, childPath(path, index));
}
