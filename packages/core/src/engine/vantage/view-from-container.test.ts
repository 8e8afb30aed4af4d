import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { ContainerInspect } from '../model/container-inspect.ts';
import type { Policy } from '../policy/policy.ts';
import { policyIssues, volumePolicyIssues } from '../policy/policy-issues.ts';
import { viewFromContainer } from './view-from-container.ts';

/** This directory is what the container of the test has mounted from `/srv/app` of its host. */
let app: string;
let mounts: NonNullable<ContainerInspect['Mounts']>;

beforeAll(() => {
  app = mkdtempSync(join(tmpdir(), 'view-'));
  mkdirSync(join(app, 'data'));
  mkdirSync(join(app, 'secret'));
  symlinkSync('/etc', join(app, 'data/etc'));
  symlinkSync('../secret', join(app, 'data/secret'));
  symlinkSync('/srv/app/data', join(app, 'data/absolute'));
  symlinkSync('loop', join(app, 'data/loop'));
  mounts = [
    { Type: 'bind', Source: '/srv/app', Destination: app, RW: true },
    { Type: 'bind', Source: '/run/engines/a.sock', Destination: '/var/run/docker.sock', RW: true },
    { Type: 'volume', Source: '/var/lib/docker/volumes/v/_data', Destination: '/volume', RW: true },
  ];
  return () => rmSync(app, { recursive: true });
});

const view = () => viewFromContainer('unix:///var/run/docker.sock', mounts);

function refused(source: string, policy: Policy, directory = app): readonly string[] {
  const body = { Image: 'busybox', HostConfig: { Binds: [`${source}:/x`] } };
  return policyIssues(body, policy, { directory, host: view() }).map(
    ({ got, expected }) => `${got}: ${expected}`,
  );
}

test('in a container, a policy allows the paths that are mounted there, by what the host calls them', () => {
  for (const binds of [['./data'], [join(app, 'data')], ['.'], ['/srv/app/data']]) {
    expect(refused('/srv/app/data', { binds })).toEqual([]);
    expect(refused('/srv/app/data/absolute', { binds })).toEqual([]);
  }
  expect(refused('/volume', { binds: ['/volume'] })).toHaveLength(1);
  expect(refused('/var/lib/docker/volumes/v/_data/x', { binds: ['/volume'] })).toEqual([]);
  expect(refused('/var/lib/docker/volumes/w/_data', { binds: ['/var/lib/docker/volumes/w'] })).toHaveLength(
    1,
  );
});

test('a refusal says the path of the host, and what this process calls it', () => {
  expect(refused('/srv/app/secret', { binds: ['./data'] })).toEqual([
    `"/srv/app/secret", which is ${app}/secret here: a path inside of ${app}/data (/srv/app/data on the host)`,
  ]);
  const [issue] = policyIssues({ HostConfig: { Binds: ['/srv/app/a:/a'] } }, {}, { host: view() });
  expect(issue?.hint).toBe(`policy: { binds: ['${app}/a'] } allows it`);
});

test('a path that this process has and its host has not allows nothing of the host', () => {
  expect(refused('/etc', { binds: ['/etc'] })).toHaveLength(1);
  // The host may have it.
  expect(refused('/nowhere/here', { binds: ['/nowhere/here'] })).toEqual([]);
});

test('links lead where the host finds them', () => {
  const binds = ['./data'];
  expect(view().real('/srv/app/data/etc/passwd')).toBe('/etc/passwd');
  expect(view().real('/srv/app/data/absolute/x')).toBe('/srv/app/data/x');
  expect(view().real('/srv/app/data/loop')).toMatch(/loop$/);
  expect(refused('/srv/app/data/etc', { binds })).toHaveLength(1);
  expect(refused('/srv/app/data/secret', { binds })).toHaveLength(1);
  expect(refused('/srv/app/data/secret', { binds: ['.'] })).toEqual([]);
});

test('the socket that this process uses is an engine, under both of its names', () => {
  for (const source of ['/run/engines/a.sock', '/run/engines', '/var/run/docker.sock'])
    expect(refused(source, { binds: ['/run', '/var/run'] })).toEqual([
      expect.stringContaining('a path without an engine in it'),
    ]);
});

test('a volume that binds a path of the host is judged alike', () => {
  const DriverOpts = { type: 'none', o: 'bind', device: '/srv/app/data' };
  const options = { directory: app, host: view() };
  expect(volumePolicyIssues({ DriverOpts }, { binds: ['./data'] }, options)).toEqual([]);
  expect(volumePolicyIssues({ DriverOpts }, { binds: ['./other'] }, options)).toHaveLength(1);
});

test('a container that has the root of its host mounted sees all of it', () => {
  const root = viewFromContainer('unix:///var/run/docker.sock', [
    { Type: 'bind', Source: '/', Destination: '/host', RW: true },
  ]);
  expect(root.seenAs?.('/etc/app')).toBe('/host/etc/app');
  expect(root.onHost?.('/host/etc/app')).toBe('/etc/app');
});
