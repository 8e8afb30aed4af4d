import type { CreateContainerBody } from '../../engine/index.ts';
import { type Problems, readAnyText, safeEntries } from '../../input/index.ts';
import { isRecord } from '../../json/index.ts';
import { mergedDeep } from './combine.ts';
import { type BodyShape, createBodyShape } from './create-body-shape.ts';
import type { Option } from './option.ts';

/** Any part of the engine's create body, at any depth; `undefined` leaves a field as it is, `null` is sent. */
export type CreateOptions = DeepPartial<CreateContainerBody>;

type DeepPartial<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [K in keyof T]?: DeepPartial<T[K]> | undefined }
    : T;

/** Merged over the parts of all other options, deeply; keys and kinds of values by the API's table. */
export const createOptions = {
  calls: { createOptions: { read: readCreateOptions, combine: mergedDeep } },
  hash: 'body',
  critical: [
    {
      // The option `ports` binds to 127.0.0.1 unless it says otherwise; the engine does not.
      option: 'ports',
      consequence: 'the engine publishes ports on all addresses of the host',
      write: ".ports({ '80/tcp': { hostIp: '127.0.0.1' } })",
      bites: true,
      isImplicit: ({ createOptions }) => publishesEverywhere(createOptions),
    },
  ],
} satisfies Option<CreateOptions, { readonly createOptions?: CreateOptions }>;

function publishesEverywhere({ HostConfig }: CreateOptions = {}): boolean {
  const bindings = Object.values(HostConfig?.PortBindings ?? {}).flatMap((list) => list ?? []);
  return HostConfig?.PublishAllPorts === true || bindings.some(({ HostIp }) => !HostIp);
}

/** Merged last; any object that can be sent as JSON. */
export const unsafe = {
  calls: { unsafe: { read: readUnsafe, combine: mergedDeep } },
  hash: 'body',
} satisfies Option<Readonly<Record<string, unknown>>>;

export function readCreateOptions(value: unknown, problems: Problems): CreateOptions | undefined {
  // Within it, null is what the engine takes for nothing.
  if (value === null) return problems.refuse(value, 'an object');
  return copyChecked(value, createBodyShape, problems) as CreateOptions | undefined;
}

export function readUnsafe(
  value: unknown,
  problems: Problems,
): Readonly<Record<string, unknown>> | undefined {
  if (!isRecord(value)) return problems.refuse(value, 'an object');
  return copyChecked(value, 'json', problems) as Readonly<Record<string, unknown>> | undefined;
}

function copyChecked(value: unknown, shape: BodyShape, problems: Problems): unknown {
  if (value === null) return null;
  if (typeof shape === 'object') {
    return 'list' in shape ? copyList(value, shape.list, problems) : copyObject(value, shape, problems);
  }
  if (shape === 'json') return copyJson(value, problems);
  if (typeof value !== KIND[shape].type) return problems.refuse(value, KIND[shape].expected);
  return copyJson(value, problems);
}

const KIND = {
  text: { type: 'string', expected: 'a string' },
  number: { type: 'number', expected: 'a number' },
  flag: { type: 'boolean', expected: 'true or false' },
} as const;

function copyList(value: unknown, shape: BodyShape, problems: Problems): unknown {
  if (!Array.isArray(value)) return problems.refuse(value, 'a list');
  return value.map((entry: unknown, position) => copyChecked(entry, shape, problems.index(position)));
}

function copyObject(value: unknown, shape: BodyShape, problems: Problems): unknown {
  const copy: Record<string, unknown> = {};
  for (const [key, entry] of safeEntries(value, problems) ?? []) {
    const place = problems.at(key);
    const part = shapeOf(key, shape);
    if (part === undefined) problems.refuseUnknown(key, Object.keys((shape as FieldsShape).fields));
    else copy[key] = copyChecked(entry, part, place);
  }
  return copy;
}

type FieldsShape = { readonly fields: Readonly<Record<string, BodyShape>> };

function shapeOf(key: string, shape: BodyShape): BodyShape | undefined {
  if (typeof shape !== 'object' || 'list' in shape) return 'json';
  if ('map' in shape) return shape.map;
  return Object.hasOwn(shape.fields, key) ? shape.fields[key] : undefined;
}

function copyJson(value: unknown, problems: Problems): unknown {
  if (Array.isArray(value)) return copyList(value, 'json', problems);
  if (isRecord(value)) return copyObject(value, 'json', problems);
  if (typeof value === 'string') {
    return readAnyText(value, problems);
  }
  const fits =
    value === null || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
  return fits ? value : problems.refuse(value, 'a value that JSON can express');
}
