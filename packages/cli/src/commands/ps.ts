import { listOwned, type OwnedContainer, shownName, withDocker } from '../engine/index.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { agoText } from './text/ago-text.ts';
import { isShown, paintState, portsText, stateText } from './text/container-text.ts';

interface PsOptions {
  readonly all?: boolean;
  readonly blueprint?: string;
  readonly quiet?: boolean;
  readonly names?: boolean;
  readonly trunc: boolean;
}

const COLUMNS = [
  { title: 'BLUEPRINT', shrinks: true },
  { title: 'NAME' },
  { title: 'STATE' },
  { title: 'IMAGE', shrinks: true },
  { title: 'AGE' },
  { title: 'PORTS', shrinks: true },
  { title: 'ENGINE NAME', shrinks: true },
];

/** `docktopus ps` */
export async function run(invocation: Invocation<PsOptions>): Promise<undefined> {
  const { options, out, signal } = invocation;
  const all = await withDocker(invocation, (docker) => listOwned(docker, options.blueprint, signal));
  const shown = options.all ? all : all.filter(isShown);
  if (out.json) {
    out.data({ containers: shown });
    return;
  }
  if (options.quiet) {
    for (const { id } of shown) out.line(options.trunc ? id.slice(0, 12) : id);
    return;
  }
  if (options.names) {
    for (const container of shown) out.line(container.managedName || container.name);
    return;
  }
  const now = Date.now();
  const paintCell = (cell: string, row: number, column: number) =>
    column === 2 && row >= 0 ? paintState(out.paint, shown[row]!, cell) : cell;
  if (shown.length > 0)
    out.table(
      COLUMNS,
      shown.map((container) => rowOf(container, now, options.trunc)),
      paintCell,
    );
  const hidden = all.length - shown.length;
  if (hidden > 0) out.note(`${hidden} more ${hidden === 1 ? 'does' : 'do'} not run: docktopus ps -a`);
  else if (all.length === 0) out.note('no blueprint has a container on this engine');
}

function rowOf(container: OwnedContainer, now: number, trunc: boolean): readonly string[] {
  const { blueprint, id, image, createdAt, name } = container;
  const known = container.managedName === '' ? id.slice(0, 12) : shownName(container);
  return [
    blueprint,
    known,
    stateText(container),
    image,
    agoText(createdAt, now),
    portsText(container, trunc),
    name,
  ];
}
