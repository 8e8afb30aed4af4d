import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { hasApt } from './apt.mjs';
import { busyboxRootfs } from './busybox-rootfs.mjs';
import { engineRequest } from './engine-request.mjs';
import { say } from './say.mjs';

const REPOSITORY = 'docktopus/busybox';
const TAG = '1.35';
const RECIPE_LABEL = 'docktopus.fixture';

/** The image that the demo, the examples and the tests run; made here, because a closed network has no registry. */
export const BUSYBOX_IMAGE = `${REPOSITORY}:${TAG}`;

/** What documents and templates name, since everybody can pull it; here ours stands in for it unless it is there. */
const PUBLIC = { repository: 'busybox', tag: '1.36' };

/**
 * Makes the images that are missing, and remakes ones from an older recipe.
 *
 * @param {string} endpoint
 */
export async function ensureImages(endpoint) {
  await ensureOurs(endpoint);
  const { repository, tag } = PUBLIC;
  if (!(await inspect(endpoint, `${repository}:${tag}`)))
    await post(endpoint, `/images/${BUSYBOX_IMAGE}/tag?repo=${repository}&tag=${tag}`);
}

/** @param {string} endpoint */
async function ensureOurs(endpoint) {
  const recipe = recipeHash();
  const present = await inspect(endpoint, BUSYBOX_IMAGE);
  if (present && (present[RECIPE_LABEL] ?? recipe) === recipe) return;
  say(`making the image ${BUSYBOX_IMAGE}`);
  if (hasApt()) await importBusybox(endpoint, recipe);
  else await pullBusybox(endpoint);
  if (!(await inspect(endpoint, BUSYBOX_IMAGE)))
    throw new Error(`the engine has no image ${BUSYBOX_IMAGE} after making it`);
}

/**
 * The labels of an image, or undefined when there is none.
 *
 * @param {string} endpoint
 * @param {string} image
 * @returns {Promise<Record<string, string> | undefined>}
 */
async function inspect(endpoint, image) {
  const { status, text } = await engineRequest(endpoint, 'GET', `/images/${image}/json`);
  if (status === 404) return undefined;
  if (status !== 200) throw new Error(`inspecting ${image}: HTTP ${status} ${text}`);
  return JSON.parse(text).Config?.Labels ?? {};
}

/** @param {string} endpoint @param {string} recipe */
async function importBusybox(endpoint, recipe) {
  const cache = fileURLToPath(new URL('../../.cache/busybox', import.meta.url));
  // Podman does not look at a tag that is given apart.
  const query = new URLSearchParams({ fromSrc: '-', repo: BUSYBOX_IMAGE });
  query.append('changes', 'ENV PATH=/bin:/sbin:/usr/bin:/usr/sbin');
  query.append('changes', 'CMD ["sh"]');
  query.append('changes', `LABEL ${RECIPE_LABEL}=${recipe}`);
  await post(endpoint, `/images/create?${query}`, busyboxRootfs(cache));
}

/**
 * For machines without Debian's packages.
 *
 * @param {string} endpoint
 * @param {{ from?: string, repository?: string }} [names] of the image in a registry, and of the one that is made
 */
export async function pullBusybox(endpoint, { from = 'busybox', repository = REPOSITORY } = {}) {
  await post(endpoint, `/images/create?fromImage=${encodeURIComponent(from)}&tag=${TAG}`);
  await post(endpoint, `/images/${from}:${TAG}/tag?repo=${encodeURIComponent(repository)}&tag=${TAG}`);
}

/** @param {string} endpoint @param {string} path @param {Uint8Array} [body] */
async function post(endpoint, path, body) {
  const { status, text } = await engineRequest(endpoint, 'POST', path, {
    ...(body && { body }),
    timeoutMs: 300_000,
  });
  // The engine reports what goes wrong after its headers inside a 200 answer.
  if (status >= 300 || text.includes('"errorDetail"'))
    throw new Error(`POST ${path}: HTTP ${status} ${text}`);
}

function recipeHash() {
  const recipe = readFileSync(new URL('busybox-rootfs.mjs', import.meta.url));
  return createHash('sha256').update(recipe).digest('hex').slice(0, 12);
}
