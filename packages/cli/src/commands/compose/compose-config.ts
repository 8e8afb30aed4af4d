import { loadCompose } from '@docktopus/compose';
import { stringify } from 'yaml';
import type { Invocation } from '../../invocation/invocation.ts';
import { maskedModel } from './masked-model.ts';
import { type ProjectOptions, readingOf } from './with-project.ts';

interface ConfigOptions extends ProjectOptions {
  readonly services?: boolean;
  readonly images?: boolean;
  readonly volumes?: boolean;
  readonly quiet?: boolean;
  /** `--no-mask` makes it false. */
  readonly mask: boolean;
}

/** `docktopus compose config`: needs no engine. */
export async function run(invocation: Invocation<ConfigOptions>): Promise<undefined> {
  const { args, options, out } = invocation;
  const [files, reading] = await readingOf(options);
  const { model, warnings } = await loadCompose(files, {
    ...reading,
    ...(args.length > 0 && { services: args }),
  });
  for (const warning of warnings) out.note(warning);
  if (options.quiet) return;
  const names = namesOf(options, model);
  if (out.json) out.data(names ?? { config: options.mask ? maskedModel(model) : model });
  else if (names === undefined) out.write(stringify(asFile(options.mask ? maskedModel(model) : model)));
  else for (const name of Object.values(names).flat()) out.line(name);
}

/** The names that are asked for in place of the model. */
function namesOf(
  { services, images, volumes }: ConfigOptions,
  model: Awaited<ReturnType<typeof loadCompose>>['model'],
): Readonly<Record<string, readonly string[]>> | undefined {
  if (services) return { services: Object.keys(model.services) };
  if (volumes) return { volumes: Object.keys(model.volumes ?? {}) };
  if (!images) return undefined;
  const named = Object.entries(model.services).map(([name, { image }]) => image ?? `${model.name}-${name}`);
  return { images: [...new Set(named)].sort() };
}

/** The model as a file would say it: a `$` stands twice, or it would be a variable there. */
function asFile(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$');
  if (Array.isArray(value)) return value.map(asFile);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asFile(each)]));
}
