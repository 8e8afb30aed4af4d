import { callEngine, readAnswer } from './engine-socket.ts';

/** Gives an image that one engine has to another one, byte by byte, without a registry. */
export async function copyImage(image: string, from: string, to: string): Promise<void> {
  const path = `/images/get?names=${encodeURIComponent(image)}`;
  const archive = await callEngine(from, { path });
  if (archive.statusCode !== 200) await readAnswer(archive, path);
  const loaded = await callEngine(to, { method: 'POST', path: '/images/load?quiet=1', body: archive });
  await readAnswer(loaded, '/images/load');
}
