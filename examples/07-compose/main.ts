import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { type ComposeProject, compose, loadCompose } from '@docktopus/compose';
import { DockerContext, isDocktopusError, printPlan } from '@docktopus/core';

const FILE = fileURLToPath(new URL('./compose.yaml', import.meta.url));

class ShopContext extends DockerContext {
  // `session`: the containers end with this program, even if it is killed. Volumes stay.
  @compose(FILE, { env: { SHOP_PLACE: 'the example' }, lifetime: 'session' })
  readonly shop!: ComposeProject;
}

const ctx = await ShopContext.connect();
const { shop } = ctx;
const web = shop.service('web');
console.log(printPlan(ctx.plan));

for await (const { container, line } of web.logs({ follow: true })) {
  console.log(`${container}: ${line}`);
  break;
}
await web.scale(3);
console.log('web containers:', web.containers.length);
console.log('in the database’s volume:', (await shop.service('db').exec(['ls', '/data'])).stdout.trim());
console.log('steps of another up:', (await shop.up()).length);

// Everything that is wrong with a file is told at once, with its place.
const content = 'services:\n  web:\n    imagee: nginx\n    ports: ["80:http"]\n';
try {
  await loadCompose({ name: 'broken.yaml', content });
} catch (error) {
  if (!isDocktopusError(error, 'compose.invalid')) throw error;
  for (const { line, path, got, hint } of error.details.issues) console.log({ line, path, got, hint });
}

await shop.down({ volumes: true });
await ctx.close();
