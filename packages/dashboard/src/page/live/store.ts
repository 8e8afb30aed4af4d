import { batch, computed, type Signal, signal } from '@preact/signals';
import type { BoardChange, ResourceKind, Resources } from '../../board/resource.ts';

type Tables = { readonly [K in ResourceKind]: Signal<ReadonlyMap<string, Resources[K]>> };

const empty = <K extends ResourceKind>() => signal<ReadonlyMap<string, Resources[K]>>(new Map());

/** Everything on the board, by kind and key; a table is replaced when something in it changes. */
export const tables: Tables = {
  engine: empty<'engine'>(),
  blueprint: empty<'blueprint'>(),
  container: empty<'container'>(),
  plan: empty<'plan'>(),
  member: empty<'member'>(),
  jobs: empty<'jobs'>(),
  failure: empty<'failure'>(),
};

/** The engine, once it is known. */
export const engine = computed(() => tables.engine.value.get('engine'));

/** Takes over what the server has told. */
export function applyChange({ reset, put, drop }: BoardChange): void {
  batch(() => {
    const changed = new Map<ResourceKind, Map<string, unknown>>();
    const tableOf = (kind: ResourceKind) => {
      const known = changed.get(kind);
      if (known !== undefined) return known;
      const copy = new Map<string, unknown>(reset ? [] : tables[kind]?.value);
      changed.set(kind, copy);
      return copy;
    };
    if (reset) for (const kind of Object.keys(tables) as ResourceKind[]) tableOf(kind);
    for (const { kind, key, value } of put) tableOf(kind).set(key, value);
    for (const { kind, key } of drop) tableOf(kind).delete(key);
    for (const [kind, table] of changed) {
      // A newer server may tell of kinds that this page does not know.
      if (Object.hasOwn(tables, kind)) (tables[kind] as Signal<ReadonlyMap<string, unknown>>).value = table;
    }
  });
}
