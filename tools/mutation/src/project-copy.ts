import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { transformSync } from '@swc/core';

const CONDITION = '@radiant/source';
/** What runs the specs in the copy. */
const RUNNER = ['registry.ts', 'mutation-state.ts', 'processor-limit.ts', 'run-specs.ts'];
/** What is not copied as it is; all else is data that specs read. */
const CODE = /^(node_modules|dist)($|\/)|\.ts$|^package\.json$/;
const WITHIN = /from '@radiant\/([a-z-]+)/g;

/** JavaScript of a file in TypeScript; what it imports stays as it is named. */
const transpiled = (source: string, file: string): string =>
  transformSync(source, {
    filename: file,
    swcrc: false,
    sourceMaps: false,
    jsc: {
      target: 'es2022',
      keepClassNames: true,
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    },
  }).code;

interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const readManifest = (directory: string): Manifest =>
  JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8')) as Manifest;

const asModule = (file: string): string => file.replace(/\.ts$/, '.js');

/** Paths of a project's files in TypeScript, from its own directory. */
export const sourcesOf = (directory: string): readonly string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => /^(src|test)\/.*\.ts$/.test(file.replaceAll(path.sep, '/')))
    .toSorted();

/**
 * A project and the libraries that it imports, in JavaScript, in a directory in which Node finds them by their names;
 * there, `@jest/globals` is our own registry of tests. Every other package comes from the workspace around it.
 */
export class ProjectCopy {
  private readonly sources = new Map<string, string>();

  constructor(
    private readonly workspace: string,
    private readonly directory: string,
  ) {}

  /** @param instrumented what stands in the place of a file's source, by its path from the workspace */
  write(projects: readonly string[], instrumented: ReadonlyMap<string, string> = new Map()): void {
    rmSync(this.directory, { recursive: true, force: true });
    this.writeRunner();
    const waiting = [...projects];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const found = this.writeLibrary(next, instrumented);
      waiting.push(...found.filter((library) => !this.sources.has(library)));
    }
  }

  /** Where a file of the workspace stands in the copy. */
  placeOf(file: string): string {
    return this.sources.get(file) ?? path.join(this.directory, asModule(file));
  }

  get runner(): string {
    return path.join(this.directory, 'runner/run-specs.js');
  }

  private writeLibrary(library: string, instrumented: ReadonlyMap<string, string>): readonly string[] {
    const from = path.join(this.workspace, library);
    const { name, exports = {} } = readManifest(from);
    const to = path.join(this.directory, 'node_modules', name);
    const imported = new Set<string>();
    this.sources.set(library, to);
    cpSync(from, to, { recursive: true, filter: (file) => !CODE.test(path.relative(from, file)) });
    for (const file of sourcesOf(from)) {
      const inWorkspace = path.posix.join(library, file);
      const source = instrumented.get(inWorkspace) ?? readFileSync(path.join(from, file), 'utf8');
      for (const [, other = ''] of source.matchAll(WITHIN)) imported.add(other);
      const target = path.join(to, asModule(file));
      this.sources.set(inWorkspace, target);
      this.put(target, transpiled(source, file));
    }
    const doors: Record<string, string> = {};
    for (const [door, conditions] of Object.entries(exports)) doors[door] = asModule(conditions[CONDITION] ?? '');
    this.put(path.join(to, 'package.json'), JSON.stringify({ type: 'module', exports: doors }));
    return [...imported].map((other) => this.libraryOf(other));
  }

  private libraryOf(name: string): string {
    const manifest = JSON.parse(readFileSync(path.join(this.workspace, 'package-lock.json'), 'utf8')) as {
      packages: Readonly<Record<string, { readonly resolved?: string }>>;
    };
    const place = manifest.packages[`node_modules/@radiant/${name}`]?.resolved;
    if (place === undefined) throw new Error(`@radiant/${name} is no workspace of this repository`);
    return place;
  }

  private writeRunner(): void {
    const from = path.join(this.workspace, 'tools/mutation/src/testing');
    for (const file of RUNNER) {
      this.put(
        path.join(this.directory, 'runner', asModule(file)),
        transpiled(readFileSync(path.join(from, file), 'utf8'), file),
      );
    }
    this.put(path.join(this.directory, 'package.json'), '{"type":"module"}');
    const globals = path.join(this.directory, 'node_modules/@jest/globals');
    this.put(path.join(globals, 'package.json'), '{"type":"module","exports":"./index.js"}');
    this.put(path.join(globals, 'index.js'), "export * from '../../../runner/registry.js';\n");
  }

  private put(file: string, content: string): void {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
