/**
 * Copies the papers of the repository to `pages`, each to the place that it has in the repository, so that links between
 * them hold. In a folder of this package they find vue, which they import once they are modules.
 */
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = fileURLToPath(new URL('pages', import.meta.url));

const inFolder = (folder) => readdirSync(join(root, folder)).map((file) => join(folder, file));
const examples = inFolder('examples')
  .filter((path) => !path.endsWith('.json'))
  .map((path) => join(path, 'README.md'));
const docs = ['docs', 'docs/guide', 'docs/recipes', 'docs/adr']
  .flatMap(inFolder)
  .filter((path) => path.endsWith('.md'));
const papers = [
  'README.md',
  'SECURITY.md',
  'CODE_OF_CONDUCT.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'bench/README.md',
];

rmSync(pages, { recursive: true, force: true });
for (const paper of [...papers, ...docs, ...examples]) {
  const page = join(pages, pageOf(paper));
  mkdirSync(dirname(page), { recursive: true });
  writeFileSync(page, asPage(readFileSync(join(root, paper), 'utf8'), dirname(paper)));
}
// The first page is the site's own: a README is read beside a list of files, with other questions.
copyFileSync(fileURLToPath(new URL('landing.md', import.meta.url)), join(pages, 'index.md'));

for (const images of ['docs/images', 'bench/plots']) {
  cpSync(join(root, images), join(pages, images), { recursive: true });
}

/** A README is the index of its folder here; that of the repository has a page beside the first one. */
function pageOf(paper) {
  return paper === 'README.md' ? 'readme.md' : paper.replace(/README\.md$/, 'index.md');
}

/** Links to what is no page, such as code, lose their link and keep their text. Badges, which others serve, are left out. */
function asPage(text, folder) {
  return text.replace(/^\[!\[.*\n/gm, '').replace(/!?\[([^\]\n]+)\]\(([^)\s]+)\)/g, (link, words, target) => {
    if (link.startsWith('!') || /^(https?:|#)/.test(target)) return link;
    const [path, anchor] = target.split('#');
    if (!path.endsWith('.md')) return words;
    const page = join(folder, path) === 'README.md' ? path.replace('README.md', 'readme.md') : pageOf(path);
    return `[${words}](${page}${anchor === undefined ? '' : `#${anchor}`})`;
  });
}
