/**
 * Copies the papers of the repository to `pages`, each to the place that it has in the repository, so that links between
 * them hold. In a folder of this package they find vue, which they import once they are modules.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = fileURLToPath(new URL('pages', import.meta.url));

const inFolder = (folder) => readdirSync(join(root, folder)).map((file) => join(folder, file));
const examples = inFolder('examples')
  .filter((path) => !path.endsWith('.json'))
  .map((path) => join(path, 'README.md'));
const docs = ['docs', 'docs/guide', 'docs/adr'].flatMap(inFolder).filter((path) => path.endsWith('.md'));

rmSync(pages, { recursive: true, force: true });
for (const paper of ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...docs, ...examples]) {
  const page = join(pages, paper.replace(/README\.md$/, 'index.md'));
  mkdirSync(dirname(page), { recursive: true });
  writeFileSync(page, asPage(readFileSync(join(root, paper), 'utf8')));
}

cpSync(join(root, 'docs/images'), join(pages, 'docs/images'), { recursive: true });

/** A README is the index of its folder here. Links to what is no page, such as code, lose their link and keep their text. */
function asPage(text) {
  return text.replace(/!?\[([^\]\n]+)\]\(([^)\s]+)\)/g, (link, words, target) => {
    if (link.startsWith('!') || /^(https?:|#)/.test(target)) return link;
    if (!/\.md(#.*)?$/.test(target)) return words;
    return `[${words}](${target.replace(/README\.md(?=#|$)/, 'index.md')})`;
  });
}
