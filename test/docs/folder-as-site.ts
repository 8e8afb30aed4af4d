import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/**
 * Answers the page's requests to `origin` from a folder, as a static web server would, but without a connection:
 * a browser drops those whenever a network of the machine comes or goes, as they do while containers start.
 */
export async function folderAsSite(page: Page, origin: string, folder: string): Promise<void> {
  await page.route(`${origin}/**`, (route) => {
    const pathname = decodeURIComponent(new URL(route.request().url()).pathname);
    const path = join(folder, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    return existsSync(path) ? route.fulfill({ path }) : route.fulfill({ status: 404 });
  });
}
