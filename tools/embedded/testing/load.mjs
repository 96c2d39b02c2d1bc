import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundle } from '../../bundle/src/bundle.mjs';

const tools = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * Imports the TypeScript of a tool where only JavaScript can be: `tools/<tool>/src/index.ts`, bundled into a folder
 * that is nobody else's, since several runs may do this at once.
 */
export async function load(tool) {
  const dist = path.join(tools, tool, 'dist');
  await mkdir(dist, { recursive: true });
  const directory = await mkdtemp(path.join(dist, 'load-'));
  try {
    return await import(pathToFileURL(await bundle(path.join(tools, tool, 'src/index.ts'), directory, 'index')).href);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
