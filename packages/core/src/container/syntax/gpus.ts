import { type Parsed, parsed, refused } from '../../input/index.ts';

/** What `docker run --gpus` asks for. */
export interface GpusText {
  readonly count?: number | 'all';
  readonly deviceIds?: readonly string[];
  readonly driver?: string;
  readonly capabilities?: readonly string[];
  readonly options?: Readonly<Record<string, string>>;
}

const EXPECTED =
  "'all', a number, or some of count=, device=, driver=, capabilities= and options=, such as 'device=0,1'";

/**
 * `all`, `2`, `device=0,1`, `driver=nvidia,"capabilities=compute,utility"`, as `docker run --gpus` reads it.
 *
 * A value with commas may stand in quotes, as the CLI wants it, or go on up to the next key.
 */
export function parseGpus(text: string): Parsed<GpusText> {
  const fields = fieldsOf(text);
  if (fields === undefined) return refused(EXPECTED);
  let request: GpusText = {};
  for (const [key, values] of fields) {
    const part = partOf(key, values);
    if (part === undefined || Object.keys(part).some((field) => field in request)) return refused(EXPECTED);
    request = { ...request, ...part };
  }
  return parsed(request);
}

const KEY = /^(count|device|driver|capabilities|options)=(.*)$/s;

/** Each key with its values; `undefined` for what has none. */
function fieldsOf(text: string): readonly (readonly [key: string, values: readonly string[]])[] | undefined {
  const fields: [key: string, values: string[]][] = [];
  for (const word of text.replaceAll('"', '').split(',')) {
    const [, key, value = ''] = KEY.exec(word) ?? [];
    if (key !== undefined) fields.push([key, [value]]);
    else if (fields.length === 0) fields.push(['count', [word]]);
    else fields.at(-1)?.[1].push(word);
  }
  return fields.every(([, values]) => values.every((value) => value !== '')) ? fields : undefined;
}

function partOf(key: string, values: readonly string[]): GpusText | undefined {
  const [first = ''] = values;
  switch (key) {
    case 'device':
      return { deviceIds: values };
    case 'capabilities':
      return { capabilities: values };
    case 'driver':
      return values.length === 1 ? { driver: first } : undefined;
    case 'options':
      return { options: Object.fromEntries(values.map((value) => cut(value))) };
    default:
      if (values.length > 1 || !/^(?:all|-1|[1-9]\d*)$/.test(first)) return undefined;
      return { count: first === 'all' || first === '-1' ? 'all' : Number(first) };
  }
}

function cut(text: string): readonly [string, string] {
  const equals = text.indexOf('=');
  return equals === -1 ? [text, ''] : [text.slice(0, equals), text.slice(equals + 1)];
}
