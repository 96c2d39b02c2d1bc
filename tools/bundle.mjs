import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const workspace = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Own source, and what the bundler itself adds, goes into the bundle; every npm package stays outside. */
const external = (id) => !/^(\.|\/|\0|@radiant\/|@oxc-project\/runtime)/.test(id) && !path.isAbsolute(id);

/** Files beside an entry that run in threads of their own: `detection-worker.ts`. */
const workersOf = (entry) =>
  readdirSync(path.dirname(entry))
    .filter((file) => file.endsWith('-worker.ts'))
    .map((file) => [path.basename(file, '.ts'), path.join(path.dirname(entry), file)]);

/** Bundles `entry` (TypeScript) and its workers into `<directory>/<name>.js` and answers that path. */
export async function bundle(entry, directory, name = 'main') {
  const build = await rolldown({
    input: { [name]: entry, ...Object.fromEntries(workersOf(entry)) },
    platform: 'node',
    tsconfig: path.join(workspace, 'tsconfig.base.json'),
    resolve: { conditionNames: ['@radiant/source', 'node', 'import'], extensionAlias: { '.js': ['.ts', '.js'] } },
    external,
    onwarn: (warning) => process.stderr.write(`${warning.message}\n`),
  });
  // Another process may be starting what stands there: it sees each file whole, and the entry after what it imports.
  mkdirSync(directory, { recursive: true });
  const beside = mkdtempSync(`${directory}-`);
  try {
    await build.write({ dir: beside, format: 'esm', sourcemap: true, keepNames: true });
    const entries = [name, ...workersOf(entry).map(([worker]) => worker)].map((each) => `${each}.js`);
    const files = readdirSync(beside).sort((one, other) => entries.includes(one) - entries.includes(other));
    for (const file of files) renameSync(path.join(beside, file), path.join(directory, file));
  } finally {
    rmSync(beside, { recursive: true, force: true });
    await build.close();
  }
  return path.join(directory, `${name}.js`);
}
