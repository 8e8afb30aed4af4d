import { runProgram } from './run-program.ts';

/** A package as apt would install it. */
export interface DebianPackage {
  readonly name: string;
  readonly version: string;
}

/** What only serves to install and to boot, and draws in half a system. */
const notInImages = new Set([
  ...[
    'adduser',
    'cdebconf',
    'debconf',
    'dpkg',
    'init-system-helpers',
    'install-info',
    'lsb-base',
    'mount',
    'passwd',
  ],
  ...[
    'perl',
    'perl-base',
    'sensible-utils',
    'sysvinit-utils',
    'systemd',
    'tar',
    'tzdata',
    'ucf',
    'usr-is-merged',
    'usrmerge',
  ],
]);

/** The packages with everything that they depend on, sorted by name; the first of alternatives is taken. */
export async function withDependencies(names: readonly string[]): Promise<readonly DebianPackage[]> {
  // apt reads its whole database at each call, which takes seconds: so two calls, and the rest is done here.
  const graph = parseDependencies(
    await runProgram('apt-cache', ['depends', '--recurse', '--important', ...names]),
  );
  const found = new Set(names);
  for (const name of found) {
    for (const other of graph.get(name) ?? []) if (!notInImages.has(other)) found.add(other);
  }
  return parsePackages(await runProgram('apt-cache', ['show', '--no-all-versions', ...[...found].sort()]));
}

/** By package, the names behind `Depends:` and `PreDepends:` of `apt-cache depends`, virtual ones left out. */
export function parseDependencies(text: string): ReadonlyMap<string, readonly string[]> {
  const graph = new Map<string, string[]>();
  let names: string[] = [];
  let isAlternative = false;
  for (const line of text.split('\n')) {
    if (/^\S/.test(line)) {
      names = [];
      graph.set(line, names);
    }
    const match = /^ ([ |])(?:Pre)?Depends: (\S+)$/.exec(line);
    if (match?.[2] === undefined) continue;
    if (!isAlternative && !match[2].startsWith('<')) names.push(match[2]);
    isAlternative = match[1] === '|';
  }
  return graph;
}

/** Names and versions of `apt-cache show`. */
export function parsePackages(text: string): DebianPackage[] {
  return text.split('\n\n').flatMap((paragraph) => {
    const name = /^Package: (.+)$/m.exec(paragraph)?.[1];
    const version = /^Version: (.+)$/m.exec(paragraph)?.[1];
    return name === undefined || version === undefined ? [] : [{ name, version }];
  });
}
