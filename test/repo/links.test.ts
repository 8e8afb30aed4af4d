import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const HOME = /^https:\/\/github\.com\/docktopus\/docktopus-ts\/(?:blob|tree)\/main\//;
const papersIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && !/node_modules|^site\/|^templates\//.test(file))
    .map((file) => join(folder, file));
const packages = readdirSync('packages').map((name) => `packages/${name}/README.md`);
const papers = [
  ...['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'bench/README.md'],
  ...packages.filter(existsSync),
  ...papersIn('docs'),
  ...papersIn('examples'),
];

test('every link of a paper leads to a file of the repository and to an anchor that it has', () => {
  expect(papers.length).toBeGreaterThan(70);
  expect(papers.flatMap(deadLinksOf)).toEqual([]);
});

test('the sidebar of the site has every guide and every recipe', () => {
  const sidebar = readFileSync('docs/site/.vitepress/config.ts', 'utf8');
  const names = ['docs/guide', 'docs/recipes'].flatMap((folder) => readdirSync(folder));
  const listed = (name: string) => sidebar.includes(`'${name}'`) || sidebar.includes(`/${name}'`);
  expect(
    names
      .map((file) => file.replace(/\.md$/, '').replace(/^migrating-from-/, ''))
      .filter((it) => !listed(it)),
  ).toEqual([]);
});

function deadLinksOf(paper: string): readonly string[] {
  const text = readFileSync(paper, 'utf8').replace(/^```[\s\S]*?^```$/gm, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => isDead(paper, target))
    .map((target) => `${paper}: ${target}`);
}

function isDead(paper: string, target: string): boolean {
  const isHere = HOME.test(target);
  if (!isHere && /^[a-z]+:/.test(target)) return false;
  const [path = '', anchor] = target.replace(HOME, '').split('#');
  const file = isHere ? path : path === '' ? paper : join(dirname(paper), path);
  if (!existsSync(file)) return true;
  return anchor !== undefined && file.endsWith('.md') && !anchorsOf(file).has(anchor);
}

/** As GitHub and the site make them of headings, and those that are written down. */
function anchorsOf(file: string): ReadonlySet<string> {
  const text = readFileSync(file, 'utf8').replace(/^```[\s\S]*?^```$/gm, '');
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, words = '']) =>
    words
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
  return new Set([...headings, ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id)]);
}
