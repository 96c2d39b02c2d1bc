/** What `package-lock.json` (version 3) says of one folder: the workspace itself (``), a project, or a package. */
export interface LockedPackage {
  readonly name?: string;
  readonly version?: string;
  /** As the package says it: mostly an SPDX identifier or expression. */
  readonly license?: string;
  /** Subresource integrity: `sha512-` and base64. */
  readonly integrity?: string;
  /** Where a link leads: a folder of the workspace. */
  readonly resolved?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** By folder, relative to the workspace: `node_modules/pg`, `libs/kernel`. */
export interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** A package in its folder, with the folders of what it uses itself. */
export interface UsedPackage {
  readonly folder: string;
  readonly locked: LockedPackage;
  readonly uses: readonly string[];
}

/**
 * What stands in the folder of the workspace and what it uses in turn, found as Node finds it, whether it is required,
 * optional or a peer; what is needed for development alone is not among them.
 * @throws Error when a required package is missing: the file was not written by npm.
 */
export function productionClosure({ packages }: LockFile): readonly UsedPackage[] {
  const found = new Map<string, UsedPackage>();
  const open = [''];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const locked = packages[folder];
    if (found.has(folder) || !locked) continue;
    const uses = usedBy(packages, folder, locked);
    found.set(folder, { folder, locked, uses });
    open.push(...uses);
  }
  return [...found.values()];
}

function usedBy(packages: LockFile['packages'], folder: string, locked: LockedPackage): string[] {
  const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = locked;
  const names = new Set([dependencies, optionalDependencies, peerDependencies].flatMap((each) => Object.keys(each)));
  return [...names].flatMap((name) => {
    const place = placesOf(folder, name).find((each) => packages[each]);
    if (place !== undefined) return [place];
    if (name in dependencies && !(name in optionalDependencies)) throw new Error(`${folder} lacks ${name}`);
    return [];
  });
}

/** Where Node looks for a package, from a folder upwards: `a/node_modules/b` before `node_modules/b`. */
function placesOf(folder: string, name: string): string[] {
  const parts = folder === '' ? [] : folder.split('/node_modules/');
  const above = parts.map((_, at) => parts.slice(0, parts.length - at).join('/node_modules/'));
  return [...above.map((each) => `${each}/node_modules/${name}`), `node_modules/${name}`];
}
