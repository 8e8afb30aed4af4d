import { isAbsolute, join, resolve } from 'node:path';
import type { Kind } from '../schema/index.ts';
import type { PathRule } from '../schema/kind.ts';
import { kindBelow, mapChildren } from '../schema/walk.ts';
import { entryOf, type MapNode, scalar, type TreeNode, textOf, withEntry } from '../tree/index.ts';

/** Where relative paths begin, and what `~` means. */
export interface HostPlace {
  readonly directory: string;
  readonly home: string;
}

/** Makes host paths absolute. */
export function resolvePaths(node: TreeNode, kind: Kind | undefined, place: HostPlace): TreeNode {
  if (kind === undefined || kind.kind === 'any') return node;
  const resolved = kind.path === undefined ? node : resolveBy(kind.path, node, place);
  return mapChildren(resolved, (child, key) => resolvePaths(child, kindBelow(kind, key), place));
}

/** A path as a shell would read it: `~` is the home directory. */
export function absolutePath(path: string, place: HostPlace): string {
  const expanded = /^~(?=\/|$)/.test(path) ? join(place.home, path.slice(1)) : path;
  // As Go joins them: without a slash at the end.
  return isAbsolute(expanded) || expanded === '' ? expanded : resolve(place.directory, expanded);
}

function resolveBy(rule: PathRule, node: TreeNode, place: HostPlace): TreeNode {
  switch (rule) {
    case 'mount':
      return isBind(node) ? withText(node, 'source', (path) => hostPath(path, place)) : node;
    case 'driver-options':
      return isBindVolume(node) ? bindVolume(node, place) : node;
    case 'context':
      return eachText(node, (text) => contextPath(text, place));
    default:
      return eachText(node, (text) => absolutePath(text, place));
  }
}

/** Sources on Windows stay as they are: this machine has no such paths. */
function hostPath(path: string, place: HostPlace): string {
  return /^[A-Za-z]:[\\/]|^\\\\/.test(path) ? path : absolutePath(path, place);
}

/** What a build is made from may be elsewhere: a repository, an image, another service. */
function contextPath(text: string, place: HostPlace): string {
  return isElsewhere(text) ? text : absolutePath(text, place);
}

function isElsewhere(context: string): boolean {
  return (
    /^(?:[a-z][a-z0-9+.-]*:\/\/|git@|github\.com\/|service:|docker-image:|target:|oci-layout:)/.test(
      context,
    ) || /^https?:/.test(context)
  );
}

/** Of `name=path` in a list, the path; of a mapping, each value. */
function eachText(node: TreeNode, change: (text: string) => string): TreeNode {
  if (node.kind === 'scalar') {
    return typeof node.value === 'string' ? changed(node, change(node.value)) : node;
  }
  if (node.kind === 'map') return mapChildren(node, (child) => eachText(child, change));
  return mapChildren(node, (child) => {
    const text = textOf(child);
    const equals = text?.indexOf('=') ?? -1;
    if (text === undefined || equals === -1) return child;
    return changed(child, `${text.slice(0, equals + 1)}${change(text.slice(equals + 1))}`);
  });
}

function changed(node: TreeNode, text: string): TreeNode {
  return textOf(node) === text ? node : scalar(text, node);
}

function withText(node: MapNode, key: string, change: (text: string) => string): MapNode {
  const value = node.entries.get(key);
  const text = textOf(value);
  return text === undefined ? node : withEntry(node, key, scalar(change(text), value));
}

function isBind(node: TreeNode): node is MapNode {
  return node.kind === 'map' && textOf(entryOf(node, 'type')) === 'bind';
}

/** A volume of the local driver that is a folder of the host. */
function isBindVolume(node: TreeNode): node is MapNode {
  const options = entryOf(node, 'driver_opts');
  return textOf(entryOf(node, 'driver')) === 'local' && textOf(entryOf(options, 'o')) === 'bind';
}

function bindVolume(node: MapNode, place: HostPlace): MapNode {
  const options = node.entries.get('driver_opts');
  if (options?.kind !== 'map') return node;
  return withEntry(
    node,
    'driver_opts',
    withText(options, 'device', (path) => hostPath(path, place)),
  );
}
