import { defineConfig } from 'vitepress';

const guide = [
  'context',
  'containers',
  'specs',
  'status',
  'readiness',
  'configuration',
  'jobs',
  'typed-blueprints',
  'nestjs',
  'existing-apps',
  'without-runner',
  'queue',
  'shutdown',
  'lifetimes',
  'pool',
  'families',
  'compose',
  'security',
  'engines',
  'testing',
  'deployment',
  'cli',
  'dashboard',
  'bundling',
] as const;
const recipes = [
  'sandbox',
  'host-per-tenant',
  'ci-runner',
  'nightly-pipeline',
  'compose-project',
  'deploy-with-systemd',
  'deploy-as-a-container',
  'many-machines',
  'upgrade-without-downtime',
  'backup',
  'alerts',
] as const;
const migrating = ['rust', 'dockerode', 'testcontainers'] as const;

/** The papers of the repository are the site, each in its place, so that links work in both. */
export default defineConfig({
  title: 'Docktopus',
  description: 'Long-running services whose jobs own Docker containers',
  // No icon, so that no browser asks for one that is not there.
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  srcDir: 'pages',
  outDir: 'dist',
  // test/docs/site.test.ts looks for them, anchors included, and lists all of them.
  ignoreDeadLinks: true,
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config: (md) => {
      // A heading without words is read aloud as one.
      md.core.ruler.push('empty-headings', ({ tokens }) => {
        for (const [index, token] of tokens.entries()) {
          const [words, end] = tokens.slice(index + 1, index + 3);
          if (token.type !== 'th_open' || words?.content !== '' || end === undefined) continue;
          token.tag = 'td';
          end.tag = 'td';
        }
      });
    },
  },
  // The theme gives every page a main landmark but the first one.
  transformHtml: (html) =>
    html.replace('<div class="VPContent is-home', '<div role="main" class="VPContent is-home'),
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Guide', link: '/docs/guide/getting-started' },
      { text: 'Recipes', link: '/docs/recipes/sandbox' },
      { text: 'API', link: '/docs/api/' },
      { text: 'Decisions', link: '/docs/adr/' },
    ],
    sidebar: [
      {
        text: 'Begin',
        items: [
          { text: 'What it is', link: '/readme' },
          { text: 'Getting started', link: '/docs/guide/getting-started' },
          { text: 'Concepts', link: '/docs/concepts' },
          { text: 'Comparison', link: '/docs/comparison' },
          { text: 'Questions', link: '/docs/faq' },
        ],
      },
      { text: 'Guide', items: guide.map((page) => ({ text: titled(page), link: `/docs/guide/${page}` })) },
      {
        text: 'Recipes',
        items: recipes.map((page) => ({ text: titled(page), link: `/docs/recipes/${page}` })),
      },
      {
        text: 'Coming from',
        items: migrating.map((from) => ({ text: titled(from), link: `/docs/guide/migrating-from-${from}` })),
      },
      {
        text: 'Reference',
        items: [
          { text: 'API', link: '/docs/api/' },
          { text: 'Errors', link: '/docs/errors' },
          { text: 'When something dies', link: '/docs/failure-modes' },
          { text: 'What grows, and how far', link: '/docs/limits' },
          { text: 'Benchmarks', link: '/bench/' },
          { text: 'The engine contract', link: '/docs/engines' },
          { text: 'How engines behave', link: '/docs/engine-behaviour' },
          { text: 'Decisions', link: '/docs/adr/' },
        ],
      },
    ],
  },
});

function titled(word: string): string {
  return word === 'cli' ? 'Command line' : word[0]?.toUpperCase() + word.slice(1).replaceAll('-', ' ');
}
