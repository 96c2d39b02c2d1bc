import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { billOfMaterials, type BillOfMaterials } from './bill-of-materials.js';
import type { LockFile } from './lock-file.js';

const WORKSPACE = path.join(import.meta.dirname, '../../..');
const lock = JSON.parse(readFileSync(path.join(WORKSPACE, 'package-lock.json'), 'utf8')) as LockFile;

/** What npm itself noted as needed without `--include=dev`, and the rest; projects of the workspace are neither. */
const locked = Object.entries(lock.packages)
  .filter(([folder, { link }]) => folder.includes('node_modules/') && !link)
  .map(([folder, { version, dev }]) => ({ dev, package: `${folder.split('node_modules/').at(-1)}@${version}` }));
const production = new Set(locked.filter(({ dev }) => !dev).map((each) => each.package));

const packagesOf = (bill: BillOfMaterials): string[] =>
  bill.components.map(({ group, name, version }) => `${group ? `${group}/` : ''}${name}@${version}`);

/** A workspace that uses `a`, which uses another `b` than lies beside it; `d` is for development. */
const small: LockFile = {
  packages: {
    '': { name: 'small', version: '1.0.0', dependencies: { a: '1', b: '1' }, optionalDependencies: { gone: '1' } },
    'node_modules/a': {
      version: '1.1.0',
      license: '(MIT OR Apache-2.0)',
      integrity: 'sha512-AQID',
      dependencies: { b: '2' },
      peerDependencies: { '@s/c': '*', absent: '*' },
    },
    'node_modules/a/node_modules/b': {
      version: '2.0.0',
      license: 'SEE LICENSE IN LICENSE',
      dependencies: { '@s/c': '3' },
    },
    'node_modules/b': { version: '1.0.0', license: 'ISC', optional: true },
    'node_modules/@s/c': { version: '3.0.0' },
    'node_modules/d': { version: '4.0.0', dev: true, dependencies: { e: '5' } },
    'node_modules/e': { version: '5.0.0', dev: true },
  },
};

describe('the bill of materials', () => {
  it('holds every production package of the lock file, and none that is for development alone', () => {
    const packages = packagesOf(billOfMaterials(lock));
    expect(packages.length).toBeGreaterThan(100);
    expect([...packages].sort()).toEqual([...production].sort());
    const forDevelopment = locked.filter((each) => !production.has(each.package));
    expect(forDevelopment.length).toBeGreaterThan(100);
    expect(packages).toEqual(
      expect.arrayContaining(['fastify', 'pg'].map((name) => expect.stringContaining(`${name}@`))),
    );
    expect(packages.filter((each) => each.startsWith('jest@') || each.startsWith('nx@'))).toEqual([]);
  });

  it('names each by package URL and version, with the hash that npm checks', () => {
    const { components } = billOfMaterials(lock);
    for (const { purl, 'bom-ref': ref, version, hashes } of components) {
      expect(purl).toMatch(/^pkg:npm\/(%40[\w.-]+\/)?[\w.-]+@\d+\.\d+\.\d+/);
      expect([ref, purl.split('@').at(-1)]).toEqual([purl, version]);
      expect(hashes).toEqual([{ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) }]);
    }
  });

  it('says what uses what, and everything in it is used', () => {
    const { metadata, components, dependencies } = billOfMaterials(lock);
    const refs = [metadata.component['bom-ref'], ...components.map((each) => each['bom-ref'])];
    expect(new Set(refs).size).toBe(refs.length);
    expect(dependencies.map(({ ref }) => ref).sort()).toEqual([...refs].sort());
    const used = new Set(dependencies.flatMap(({ dependsOn }) => dependsOn));
    expect([...used].sort()).toEqual(refs.slice(1).sort());
  });

  it('finds a package where Node finds it, and takes what is optional or a peer where it is there', () => {
    const { components, dependencies } = billOfMaterials(small);
    expect(components.map(({ purl, scope }) => [purl, scope])).toEqual([
      ['pkg:npm/%40s/c@3.0.0', 'required'],
      ['pkg:npm/a@1.1.0', 'required'],
      ['pkg:npm/b@1.0.0', 'optional'],
      ['pkg:npm/b@2.0.0', 'required'],
    ]);
    expect(dependencies).toContainEqual({
      ref: 'pkg:npm/a@1.1.0',
      dependsOn: ['pkg:npm/%40s/c@3.0.0', 'pkg:npm/b@2.0.0'],
    });
    expect(components[1]?.hashes).toEqual([{ alg: 'SHA-512', content: '010203' }]);
  });

  it('says the licence as the package does: an identifier, an expression, words, or nothing', () => {
    const { components } = billOfMaterials(small);
    expect(components.map(({ licenses }) => licenses)).toEqual([
      undefined,
      [{ expression: '(MIT OR Apache-2.0)' }],
      [{ license: { id: 'ISC' } }],
      [{ license: { name: 'SEE LICENSE IN LICENSE' } }],
    ]);
  });

  it('is not made of a lock file that lacks what is required', () => {
    const packages = { '': { name: 'small', version: '1.0.0', dependencies: { a: '1' } } };
    expect(() => billOfMaterials({ packages })).toThrow(' lacks a');
  });
});

describe('npm run sbom', () => {
  it('prints the same bytes every time', () => {
    const run = () =>
      spawnSync(process.execPath, [path.join(WORKSPACE, 'tools/run.mjs'), 'sbom'], { encoding: 'utf8' });
    const { status, stdout, stderr } = run();
    expect([status, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toEqual(billOfMaterials(lock));
    expect(run().stdout).toBe(stdout);
  });
});
