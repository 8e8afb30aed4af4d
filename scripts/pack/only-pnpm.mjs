/** Runs before a package is packed: only pnpm writes versions in the place of `workspace:*`. */
if (!process.env.npm_config_user_agent?.startsWith('pnpm/')) {
  process.stderr.write(
    'Run `npm run pack` at the root of the repository: npm and yarn would pack `workspace:*` as it is.\n',
  );
  process.exit(1);
}
