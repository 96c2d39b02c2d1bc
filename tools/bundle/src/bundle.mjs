import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { appOutput, finishApp, isOutsideApp, PROGRAM } from './bundle-app.mjs';
import { forgetBundled, isBundled, noteBundled } from './bundled-files.mjs';

/** A process that was started from an earlier bundle may need one of its files so much later, in ms. */
const KEPT_MS = 3_600_000;

const workspace = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const DETECTOR = path.join(workspace, 'libs/domain/phi/src') + path.sep;
const isInApp = (file) => file.startsWith(path.join(workspace, 'apps') + path.sep);

/** Own source, and what the bundler itself adds, goes into the bundle; every npm package stays outside. */
const isOutside = (id) => !/^(\.|\/|\0|@radiant\/|@oxc-project\/runtime)/.test(id) && !path.isAbsolute(id);

/**
 * What a program does not use is not loaded with it: it starts a second sooner. Two things are loaded for what loading them
 * does: the metadata that decorators write to, and the detector's patterns, which note themselves as they are made.
 */
const unusedIsLeftOut = {
  moduleSideEffects: (id, isExternal) => (isExternal ? id === 'reflect-metadata' : id.startsWith(DETECTOR)),
};

/** Files beside an entry that run in threads of their own: `detection-worker.ts`. */
const workersOf = (entry) =>
  readdirSync(path.dirname(entry))
    .filter((file) => file.endsWith('-worker.ts'))
    .map((file) => [path.basename(file, '.ts'), path.join(path.dirname(entry), file)]);

/**
 * Bundles `entry` (TypeScript) and its workers into `<directory>/<name>.js` and answers that path. An application is bundled
 * with the npm packages that it uses and with compiled code (`bundle-app.mjs`), unless that was done already.
 */
export async function bundle(entry, directory, name = 'main') {
  const isApp = isInApp(entry);
  if (isApp && isBundled(directory)) return path.join(directory, `${name}.js`);
  const begunAt = Date.now();
  const build = await rolldown({
    input: { [isApp ? PROGRAM : name]: entry, ...Object.fromEntries(workersOf(entry)) },
    platform: 'node',
    tsconfig: path.join(workspace, 'tsconfig.base.json'),
    resolve: { conditionNames: ['@radiant/source', 'node'], extensionAlias: { '.js': ['.ts', '.js'] } },
    external: isApp ? isOutsideApp : isOutside,
    ...(!isApp && { treeshake: unusedIsLeftOut }),
    onwarn: (warning) => process.stderr.write(`${warning.message}\n`),
  });
  // Another process may be starting what stands there: it sees each file whole, and the entry after what it imports.
  mkdirSync(directory, { recursive: true });
  forgetBundled(directory);
  const beside = mkdtempSync(`${directory}-`);
  try {
    await build.write({ dir: beside, format: 'esm', sourcemap: true, keepNames: true, ...(isApp && appOutput) });
    if (isApp) finishApp(beside, name, directory);
    const entries = [...workersOf(entry).map(([worker]) => worker), name].map((each) => `${each}.js`);
    const files = readdirSync(beside).sort((one, other) => entries.indexOf(one) - entries.indexOf(other));
    for (const file of files) renameSync(path.join(beside, file), path.join(directory, file));
    removeLeftovers(directory, new Set(files));
    if (isApp) noteBundled(directory, await build.watchFiles, begunAt);
  } finally {
    rmSync(beside, { recursive: true, force: true });
    await build.close();
  }
  return path.join(directory, `${name}.js`);
}

/** What earlier bundles left: their files have other names wherever anything in them was other. */
function removeLeftovers(directory, files) {
  for (const file of readdirSync(directory)) {
    const left = path.join(directory, file);
    const { mtimeMs } = statSync(left, { throwIfNoEntry: false }) ?? { mtimeMs: Infinity };
    if (!files.has(file) && mtimeMs < Date.now() - KEPT_MS) rmSync(left, { recursive: true, force: true });
  }
}
