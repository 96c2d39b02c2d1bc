import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** One package of the workspace. */
export interface Project {
  /** Path from the workspace's root. */
  readonly directory: string;
  readonly name: string;
  readonly tags: readonly string[];
  /** npm packages that its own package.json names. */
  readonly dependencies: readonly string[];
}

interface Manifest {
  readonly name: string;
  readonly nx?: { readonly tags?: readonly string[] };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const PARENTS = ['apps', 'libs', 'libs/domain', 'libs/application', 'libs/infrastructure', 'tools'];

/** Every package below `root`, found by its package.json. */
export async function projectsOf(root: string): Promise<Project[]> {
  const found: Project[] = [];
  for (const parent of PARENTS) {
    const entries = await readdir(path.join(root, parent), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const directory = `${parent}/${entry.name}`;
      const text = entry.isDirectory()
        ? await readFile(path.join(root, directory, 'package.json'), 'utf8').catch(() => undefined)
        : undefined;
      if (text !== undefined) found.push(project(directory, JSON.parse(text) as Manifest));
    }
  }
  return found;
}

const project = (directory: string, manifest: Manifest): Project => ({
  directory,
  name: manifest.name,
  tags: manifest.nx?.tags ?? [],
  dependencies: Object.keys({
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.peerDependencies,
  }),
});

/** The tags that a project's place demands; the boundary rule believes tags alone. */
export function expectedTags(directory: string): readonly string[] {
  const [top = '', kind = '', name = ''] = directory.split('/');
  if (top === 'apps') return ['type:app'];
  if (top === 'tools') return ['type:tool'];
  switch (kind) {
    case 'kernel':
      return ['type:kernel'];
    case 'nest-kit':
      return ['type:platform'];
    case 'composition':
      return ['type:composition'];
    case 'domain':
    case 'application':
      return [`type:${kind}`, `scope:${name}`];
    case 'infrastructure':
      return ['type:adapter', `tech:${name}`];
    default:
      return [];
  }
}

/** What is wrong with a project's package.json, in one line each. */
export function manifestFaults({ directory, tags, dependencies }: Project): string[] {
  const expected = expectedTags(directory);
  const faults: string[] = [];
  if (expected.toSorted().join() !== tags.toSorted().join()) {
    faults.push(`${directory}/package.json: nx.tags must be [${expected.join(', ')}], found [${tags.join(', ')}]`);
  }
  const [dependency] = dependencies;
  if (dependency !== undefined) {
    faults.push(`${directory}/package.json: name ${dependency} in the root package.json, not here (docs/adr/0002)`);
  }
  return faults;
}
