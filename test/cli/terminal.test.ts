import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ownershipLabels } from '@docktopus/core';
import { describe, expect, it } from 'vitest';
import { BINARY, shopOnSocket } from './docktopus.ts';
import { makeProject, twoContainers } from './project.ts';
import { noTerminal, Terminal } from './terminal.ts';

const CREATE = resolve('packages/create-docktopus/dist/bundle/index.js');

describe('on a terminal', () => {
  it('a table fits its width, and states have their colours', async ({ skip }) => {
    skip(noTerminal !== '', noTerminal);
    await using shop = await shopOnSocket();
    const name = 'a-container-with-a-name-that-is-rather-long';
    const box = await shop.shop
      .container('shop/web:1')
      .name(name)
      .ports(['127.0.0.1:20080:80', '127.0.0.1:20081:81'])
      .create();
    await box.start({ until: 'started' });
    using terminal = new Terminal({ cwd: shop.folder, env: shop.env });
    terminal.docktopus('ps');
    const screen = await terminal.until('ended with 0');
    const lines = screen
      .split('\n')
      .filter((line) => /BLUEPRINT|shop/.test(line) && !line.includes('bundle'));
    expect(lines.length).toBeGreaterThanOrEqual(2);
    expect(lines.every((line) => line.length <= 100)).toBe(true);
    expect(screen).toMatch(/running .*…/);
  });

  it('gc asks, and removes after a yes', async ({ skip }) => {
    skip(noTerminal !== '', noTerminal);
    await using shop = await shopOnSocket();
    await shop.shop.docker.engine.createContainer(
      {
        Image: 'busybox',
        Labels: {
          [ownershipLabels.blueprint]: 'gone',
          [ownershipLabels.name]: 'left',
          [ownershipLabels.session]: shop.shop.session.replace(/-\d+-\d+$/, '-4194303-1'),
          [ownershipLabels.lifetime]: 'session',
          [ownershipLabels.version]: '1',
          [ownershipLabels.nonce]: 'n',
        },
      },
      { name: 'left' },
    );
    using terminal = new Terminal({ cwd: shop.folder, env: shop.env });
    terminal.docktopus('gc');
    await terminal.until('Remove 1 of these? [y/N]');
    terminal.press('n');
    terminal.press('Enter');
    await terminal.until('nothing was removed');
    terminal.docktopus('gc');
    await terminal.until(/Remove 1 of these\? \[y\/N\]\s*$/m);
    terminal.press('y');
    terminal.press('Enter');
    await terminal.until('removed 1');
    terminal.docktopus('gc');
    await terminal.until('nothing is left over');
  });

  it.for([
    ['Ctrl-C', 'C-c', 'ended with 130'],
    ['Ctrl-D', 'C-d', 'nobody confirmed that box may change without it'],
  ] as const)('%s at a question does nothing', async ([, key, ending], { skip }) => {
    skip(noTerminal !== '', noTerminal);
    await using shop = await shopOnSocket();
    const box = await shop.shop.container('shop/web:1').name('box').create();
    await box.start({ until: 'started' });
    using terminal = new Terminal({ cwd: shop.folder, env: { ...shop.env, XDG_RUNTIME_DIR: '/nowhere' } });
    terminal.docktopus('stop box');
    await terminal.until('stop box all the same? [y/N]');
    terminal.press(key);
    await terminal.until(ending);
    expect(await box.status()).toBe('running');
  });

  it('exec -it is a shell: keys go to it, Ctrl-C too, and its exit code comes back', async ({ skip }) => {
    skip(noTerminal !== '', noTerminal);
    await using shop = await shopOnSocket();
    const box = await shop.shop.container('shop/web:1').name('box').create();
    await box.start({ until: 'started' });
    using terminal = new Terminal({ cwd: shop.folder, env: shop.env });
    terminal.docktopus("exec -it box sh -c 'echo say something; read answer; echo got $answer; exit 9'");
    await terminal.until('say something');
    terminal.press('hello');
    terminal.press('Enter');
    await terminal.until('got hello');
    await terminal.until('ended with 9');
    // The terminal is as it was: what is typed is shown.
    terminal.press('echo back-$((1+1))');
    terminal.press('Enter');
    await terminal.until('back-2');
  });

  it('dev has keys: o opens the dashboard by an address that works once, r starts the program again, l shows container logs, q ends it', async ({
    skip,
  }) => {
    skip(noTerminal !== '', noTerminal);
    await using shop = await shopOnSocket();
    await using project = await makeProject({ 'main.ts': twoContainers('one') });
    const opened = join(shop.folder, 'opened');
    for (const opener of ['xdg-open', 'open'])
      await writeFile(join(shop.folder, opener), `#!/bin/sh\necho "$@" > '${opened}'\n`, { mode: 0o755 });
    using terminal = new Terminal({
      cwd: project.folder,
      env: { ...shop.env, XDG_RUNTIME_DIR: shop.folder },
    });
    terminal.run(`PATH=${shop.folder}:$PATH ${process.execPath} ${BINARY} dev main.ts`);
    await terminal.until('r restart');
    await terminal.until('dashboard http://127.0.0.1:');
    terminal.press('o');
    const address = () => readFile(opened, 'utf8').catch(() => '');
    await expect.poll(address, { timeout: 20_000 }).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?code=\S+\n$/);
    const open = async () => (await fetch((await address()).trim(), { redirect: 'manual' })).status;
    expect([await open(), await open()]).toEqual([303, 401]);
    terminal.press('l');
    await terminal.until(/(kept|changed) +\| listening/);
    terminal.press('l');
    await terminal.until('container logs are off');
    terminal.press('c');
    await expect.poll(() => terminal.screen()).not.toContain('dashboard http');
    terminal.press('r');
    await terminal.until('the runner is running');
    terminal.press('q');
    await terminal.until('ended with 0');
    expect(await shop.shop.docker.engine.listContainers()).toEqual([]);
  });
});

describe('npm create docktopus on a terminal', () => {
  it('asks what the command line leaves open, and creates the project', async ({ skip }) => {
    skip(noTerminal !== '', noTerminal);
    await using project = await makeProject({});
    using terminal = new Terminal({ cwd: project.folder, env: {} });
    terminal.run(`${process.execPath} ${CREATE} --no-install`);
    await terminal.until('Where?');
    terminal.press('shop');
    terminal.press('Enter');
    await terminal.until('Which kind of service?');
    terminal.press('Down');
    terminal.press('Enter');
    await terminal.until('Create a git repository?');
    terminal.press('n');
    const screen = await terminal.until('ended with 0');
    expect(screen).toMatch(/cd shop\n +npm install\n +npm run dev/);
    const { name, dependencies } = JSON.parse(
      await readFile(join(project.folder, 'shop/package.json'), 'utf8'),
    );
    expect(name).toBe('shop');
    expect(Object.keys(dependencies)).toContain('@docktopus/runner');
    expect(await readdir(join(project.folder, 'shop/src'))).toContain('sandbox-jobs.ts');
    terminal.run(`${process.execPath} ${CREATE} shop --yes`);
    await terminal.until('shop has files in it');
    await terminal.until('ended with 1');
  });

  it('Ctrl-C at a question creates nothing and ends with 130', async ({ skip }) => {
    skip(noTerminal !== '', noTerminal);
    await using project = await makeProject({});
    using terminal = new Terminal({ cwd: project.folder, env: {} });
    terminal.run(`${process.execPath} ${CREATE}`);
    await terminal.until('Where?');
    terminal.press('C-c');
    await terminal.until('ended with 130');
    expect((await readdir(project.folder)).sort()).toEqual(['package.json', 'tsconfig.json']);
  });
});

describe('compose on a terminal', () => {
  it('tells what becomes of containers, and Ctrl-C ends a wait with 130', async ({ skip }) => {
    skip(noTerminal !== '', noTerminal);
    await using shop = await shopOnSocket();
    const healthcheck = '{ test: ["CMD", "false"], interval: 1s, retries: 1000, start_period: 1h }';
    await writeFile(
      join(shop.folder, 'compose.yaml'),
      `name: store\nservices: { web: { image: "shop/web:1", healthcheck: ${healthcheck} } }`,
    );
    using terminal = new Terminal({ cwd: shop.folder, env: shop.env });
    terminal.docktopus('compose up --wait');
    await terminal.until('web-1 running (starting)');
    terminal.press('C-c');
    await terminal.until('ended with 130');
    terminal.docktopus('compose ps');
    await terminal.until(/store-web-1 +web +starting +shop\/web:1/);
    terminal.docktopus('compose down');
    await terminal.until('remove network store_default');
  });
});
