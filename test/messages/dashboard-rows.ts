import { engineSource } from '@docktopus/dashboard';
import { readPageFiles } from '../../packages/dashboard/src/server/page-files.ts';
import { serveFiles } from '../../packages/dashboard/src/server/serve-dashboard.ts';
import type { Rows } from './bench.ts';

/** One representative of each code of the dashboard. */
export const dashboardRows: Rows = {
  'dashboard.invalid': [
    (bench) => serveFiles(engineSource(bench.docker), new Map(), { token: 'short' }),
    'dashboard: token: expected at least 16 letters, digits, dots, dashes or underscores',
  ],
  'dashboard.no-page': [
    (bench) => readPageFiles(`${bench.folder}/page`),
    [
      'dashboard <folder>/page: the files of the page cannot be read. Install @docktopus/dashboard beside the program; when you bundle the program, leave it out of the bundle',
      "  caused by Error: ENOENT: no such file or directory, scandir '<folder>/page'",
    ].join('\n'),
  ],
};
