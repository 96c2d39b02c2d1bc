// What an application was bundled from: bundling one takes seconds, and mostly nothing has changed.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const NOTE = 'bundled.json';
const here = path.dirname(fileURLToPath(import.meta.url));
const workspace = path.resolve(here, '../../..');

/** How to bundle, and which packages there are. */
const rules = () => [
  ...readdirSync(here).map((file) => path.join(here, file)),
  path.join(workspace, 'package-lock.json'),
  path.join(workspace, 'tsconfig.base.json'),
];

/** A file as it is now: changing it changes this. */
function standing(file) {
  const { mtimeMs = 0, size = -1 } = statSync(file, { throwIfNoEntry: false }) ?? {};
  return `${mtimeMs}:${size}`;
}

/** Whether a directory holds the bundle of what stands there now, compiled by this version of Node. */
export function isBundled(directory) {
  try {
    const { node, files } = JSON.parse(readFileSync(path.join(directory, NOTE), 'utf8'));
    return (
      node === process.version &&
      Object.entries(files).every(([file, noted]) => standing(path.join(workspace, file)) === noted)
    );
  } catch {
    return false; // never bundled, or by another version of this file
  }
}

/**
 * To be called when a bundle is whole.
 * @param files everything that it was made of. @param begunAt what has changed since then, in ms, may not be in it.
 */
export function noteBundled(directory, files, begunAt) {
  const noted = Object.fromEntries(
    [...files, ...rules()].map((file) => [path.relative(workspace, file), standing(file)]), // a copy is not its original
  );
  if (Object.values(noted).some((each) => parseFloat(each) >= begunAt)) return;
  writeFileSync(path.join(directory, NOTE), JSON.stringify({ node: process.version, files: noted }));
}

/** To be called before anything of a bundle changes. */
export const forgetBundled = (directory) => rmSync(path.join(directory, NOTE), { force: true });
