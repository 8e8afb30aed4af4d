import type { Issue } from '@docktopus/core';
import { printable } from '@docktopus/core/kit';
import type { Place, TreeNode } from './node.ts';

/** An {@link Issue} of a Compose file, and where it is written. */
export interface ComposeIssue extends Issue {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** Collects what is wrong, so that all of it is told at once. */
export class Problems {
  readonly #issues: ComposeIssue[] = [];
  readonly #told = new Set<string>();

  get issues(): readonly ComposeIssue[] {
    return this.#issues;
  }

  get any(): boolean {
    return this.#issues.length > 0;
  }

  /** `got` may be left out when it is the node's value. What is wrong at one place is told once: the first is the cause. */
  add(
    path: string,
    at: TreeNode | Place | undefined,
    issue: Omit<Issue, 'path' | 'got'> & { got?: string },
  ): void {
    const place = at !== undefined && 'kind' in at ? (at.at ?? at.keyAt) : at;
    const id = `${path} ${place?.file}:${place?.line}:${place?.column}`;
    if (this.#told.has(id)) return;
    this.#told.add(id);
    const got = issue.got ?? (at !== undefined && 'kind' in at ? gotOf(at) : 'nothing');
    this.#issues.push({ ...issue, path, got, ...place });
  }
}

/** A node's value as a message shows it. */
export function gotOf(node: TreeNode): string {
  if (node.kind === 'map') return node.entries.size === 0 ? 'an empty mapping' : 'a mapping';
  if (node.kind === 'list') return node.items.length === 0 ? 'an empty list' : 'a list';
  return node.value === null ? 'nothing' : printable(node.value);
}

/** `services.web.ports[0]`, with keys in quotes when they hold a dot. */
export function childPath(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  const name = /^[\w-]+$/.test(key) ? key : JSON.stringify(key);
  return path === '' ? name : `${path}.${name}`;
}
