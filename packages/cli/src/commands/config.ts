import { BlueprintEnvironment, loadConfig } from '@docktopus/core';
import { type GivenSetting, withoutUserInfo } from '@docktopus/core/kit';
import type { Invocation } from '../invocation/invocation.ts';

const COLUMNS = [{ title: 'SETTING' }, { title: 'VALUE', shrinks: true }, { title: 'SOURCE', shrinks: true }];

interface ShownSetting {
  readonly setting: string;
  readonly value: unknown;
  readonly secret: boolean;
  readonly source: string;
}

/** `docktopus config`: what a blueprint that is started here would be told. */
export async function run({ out }: Invocation): Promise<undefined> {
  const configuration = await loadConfig({ args: false });
  // Whatever is malformed is reported before anything is printed.
  const values: Readonly<Record<string, unknown>> = configuration.read(BlueprintEnvironment);
  const given = new Map(configuration.given().map((setting) => [setting.path, setting]));
  const names = [...new Set([...Object.keys(BlueprintEnvironment.fields), ...given.keys()])].sort();
  const settings = names.map((name) => shown(name, values[name], given.get(name)));
  if (out.json) out.data({ settings });
  else
    out.table(
      COLUMNS,
      settings.map(({ setting, value, source }) => [setting, text(value), source]),
    );
}

function shown(setting: string, value: unknown, given: GivenSetting | undefined): ShownSetting {
  if (given === undefined) return { setting, value: value ?? null, secret: false, source: 'the defaults' };
  const secret = given.value === undefined;
  const source = given.label === setting ? given.source : `${given.source} (${given.label})`;
  return { setting, value: secret ? '••••••' : (value ?? withoutPassword(given.value)), secret, source };
}

function withoutPassword(value: unknown): unknown {
  return typeof value === 'string' ? withoutUserInfo(value) : value;
}

function text(value: unknown): string {
  if (value === null) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
