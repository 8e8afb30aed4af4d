import type { TestProject } from 'vitest/node';
import { ensureEngine } from '../../scripts/setup/engine.mjs';
import { BUSYBOX_IMAGE, ensureImages } from '../../scripts/setup/images.mjs';
import type { EngineUnderTest } from './provided.ts';

/** Vitest's global set-up for every project that touches an engine: find or start it, once per run. */
export default async function setup(project: TestProject): Promise<void> {
  found ??= find();
  project.provide('engine', await found);
  project.provide('busyboxImage', BUSYBOX_IMAGE);
  project.provide('differences', {});
}

let found: Promise<EngineUnderTest> | undefined;

async function find(): Promise<EngineUnderTest> {
  try {
    const engine = await ensureEngine();
    await ensureImages(engine.endpoint);
    return { available: true, endpoint: engine.endpoint };
  } catch (error) {
    return { available: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
