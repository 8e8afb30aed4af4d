/** What stands for `__manager__` and the like in templates: the commands of the package manager that made the project. */
export function managerWords(manager: string): Readonly<Record<string, string>> {
  return manager === 'pnpm' ? PNPM : NPM;
}

const NPM = {
  manager: 'npm',
  exec: 'npx',
  install: 'npm install',
  lockfile: 'package-lock.json*',
  prune: 'npm prune --omit=dev',
};

/** Images of Node have npm only. Without a terminal, pnpm removes packages only when it runs in CI. */
const PNPM = {
  manager: 'pnpm',
  exec: 'pnpm exec',
  install: 'npm install --global pnpm && pnpm install',
  lockfile: 'pnpm-lock.yaml* pnpm-workspace.yaml',
  prune: 'CI=true pnpm prune --prod',
};
