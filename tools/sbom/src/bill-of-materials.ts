import { createHash } from 'node:crypto';
import { productionClosure, type LockedPackage, type LockFile, type UsedPackage } from './lock-file.js';

type License =
  { readonly license: { readonly id: string } | { readonly name: string } } | { readonly expression: string };

/** A package of npm, as CycloneDX describes it. */
export interface Component {
  readonly type: 'library';
  /** The package URL: the same for every folder where this version lies. */
  readonly 'bom-ref': string;
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  /** `optional`: it may be missing where RADIANT runs. */
  readonly scope: 'required' | 'optional';
  /** In hexadecimal. */
  readonly hashes: readonly { readonly alg: string; readonly content: string }[];
  readonly licenses?: readonly License[];
  readonly purl: string;
}

/** CycloneDX 1.6. It says nothing of when it was made: of one lock file there is one bill, to the byte. */
export interface BillOfMaterials {
  readonly $schema: string;
  readonly bomFormat: 'CycloneDX';
  readonly specVersion: '1.6';
  readonly serialNumber: string;
  readonly version: 1;
  readonly metadata: {
    readonly lifecycles: readonly { readonly phase: 'pre-build' }[];
    readonly component: {
      readonly type: 'application';
      readonly 'bom-ref': string;
      readonly name: string;
      readonly version: string;
      readonly licenses?: readonly License[];
    };
  };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/**
 * Every package that a lock file installs without `--include=dev`, each version once, and what uses what.
 * @throws Error when the lock file lacks a package that another one requires.
 */
export function billOfMaterials(lock: LockFile): BillOfMaterials {
  const used = productionClosure(lock);
  const refs = new Map(used.map(({ folder, locked }) => [folder, referenceOf(folder, locked)]));
  const components = new Map<string, Component>();
  const dependsOn = new Map<string, Set<string>>();
  for (const { folder, locked, uses } of used) {
    const ref = refs.get(folder) ?? '';
    if (folder !== '') components.set(ref, componentOf(ref, folder, locked, components.get(ref)));
    const all = dependsOn.get(ref) ?? new Set();
    for (const each of uses) all.add(refs.get(each) ?? '');
    dependsOn.set(ref, all);
  }
  const body = {
    components: [...components.values()].sort((one, other) => inOrder(one.purl, other.purl)),
    dependencies: [...dependsOn]
      .map(([ref, all]) => ({ ref, dependsOn: [...all].sort(inOrder) }))
      .sort((one, other) => inOrder(one.ref, other.ref)),
  };
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify(body))}`,
    version: 1,
    metadata: { lifecycles: [{ phase: 'pre-build' }], component: applicationOf(used) },
    ...body,
  };
}

function applicationOf(used: readonly UsedPackage[]): BillOfMaterials['metadata']['component'] {
  const root = used.find(({ folder }) => folder === '')?.locked ?? {};
  const { name = '', version = '' } = root;
  return { type: 'application', 'bom-ref': referenceOf('', root), name, version, ...licensesOf(root) };
}

/** @param twin the same version in another folder, if it was met before. */
function componentOf(purl: string, folder: string, locked: LockedPackage, twin?: Component): Component {
  const [group, name] = /^(?:(@[^/]+)\/)?(.*)$/.exec(nameOf(folder, locked))?.slice(1) ?? [];
  const isOptional = (locked.optional ?? locked.devOptional ?? false) && twin?.scope !== 'required';
  return {
    type: 'library',
    'bom-ref': purl,
    ...(group && { group }),
    name: name ?? '',
    version: locked.version ?? '',
    scope: isOptional ? 'optional' : 'required',
    hashes: (locked.integrity?.split(' ') ?? []).map(hashOf),
    ...licensesOf(locked),
    purl,
  };
}

const nameOf = (folder: string, locked: LockedPackage): string =>
  locked.name ?? folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);

function referenceOf(folder: string, locked: LockedPackage): string {
  const name = folder === '' ? (locked.name ?? '') : nameOf(folder, locked);
  return `pkg:npm/${name.replace('@', '%40')}@${encodeURIComponent(locked.version ?? '')}`;
}

function hashOf(integrity: string): Component['hashes'][number] {
  const [algorithm = '', digest = ''] = integrity.split(/-(.*)/s);
  return {
    alg: algorithm.toUpperCase().replace('SHA', 'SHA-'),
    content: Buffer.from(digest, 'base64').toString('hex'),
  };
}

/** Nothing where a package does not say it: some leave it to their file LICENSE. */
function licensesOf({ license }: LockedPackage): { readonly licenses?: readonly License[] } {
  if (license === undefined) return {};
  if (/ (AND|OR|WITH) /.test(license)) return { licenses: [{ expression: license }] };
  const isIdentifier = /^[\w.+-]+$/.test(license) && license !== 'UNLICENSED';
  return { licenses: [{ license: isIdentifier ? { id: license } : { name: license } }] };
}

/** A UUID of version 8: what it names is its content. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

/** By code units, which is the same everywhere. */
const inOrder = (one: string, other: string): number => Number(one > other) - Number(one < other);
