import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cycleFindings, eslintFindings, type Finding } from './findings.js';
import type { Project } from './projects.js';

const FILES = ['package.json', 'package-lock.json', 'nx.json', 'tsconfig.base.json', 'eslint.config.mjs'];
const SETTINGS = [...FILES, '.dependency-cruiser.mjs', '.gitignore'];
/** The folders that hold projects. */
export const SOURCES = ['apps', 'libs', 'tools'];
const LEFT_OUT = /(^|\/)(node_modules|dist|coverage)$|^tools\/bench\/(peers|results)$/;

/** The project's own configuration without the rules that need types. */
const STRUCTURE_CONFIG = `import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import project from './eslint.config.mjs';

export default defineConfig(
  project,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { parserOptions: { emitDecoratorMetadata: true, experimentalDecorators: true } },
  },
  { linterOptions: { reportUnusedDisableDirectives: 'off' } },
);
`;

/** A throw-away copy of the workspace's source that shares the installed packages of the original. */
export class WorkspaceCopy {
  private constructor(
    readonly root: string,
    private readonly stop: AbortSignal,
  ) {}

  /** @param original the workspace to copy; it is only read. @param stop ends the programs that run in the copy. */
  static async of(original: string, stop: AbortSignal): Promise<WorkspaceCopy> {
    const copy = new WorkspaceCopy(await mkdtemp(path.join(tmpdir(), 'radiant-boundaries-')), stop);
    try {
      await copy.fill(original);
    } catch (error) {
      await copy.remove();
      throw error;
    }
    return copy;
  }

  async write(file: string, text: string): Promise<void> {
    const target = path.join(this.root, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
  }

  read(file: string): Promise<string> {
    return readFile(path.join(this.root, file), 'utf8');
  }

  /** Makes each project of the copy importable by its name, as npm does for workspaces. */
  async linkProjects(projects: readonly Project[]): Promise<void> {
    for (const { name, directory } of projects) {
      const namesake = projects.find((other) => other.name === name && other.directory !== directory);
      if (namesake) throw new Error(`${directory} and ${namesake.directory} are both called ${name}`);
      await symlink(path.join(this.root, directory), path.join(this.root, 'node_modules', name));
    }
  }

  /** Nx computes the project graph; without it the boundary rule is skipped silently. */
  async buildGraph(): Promise<void> {
    await this.run('nx/dist/bin/nx.js', ['graph', '--file=.nx/graph.json']);
  }

  /** Lints with the project's configuration as it is. @param files paths from the workspace's root. */
  lint(files: readonly string[]): Promise<Finding[]> {
    return this.eslint(files);
  }

  /** Lints without types, which is many times faster and enough for every rule about imports and names. */
  async lintStructure(files: readonly string[]): Promise<Finding[]> {
    await this.write('eslint.structure.mjs', STRUCTURE_CONFIG);
    return this.eslint(['--config', 'eslint.structure.mjs', ...files]);
  }

  async findCycles(): Promise<Finding[]> {
    const options = ['--config', '.dependency-cruiser.mjs', '--output-type', 'json', '--output-to', 'cycles.json'];
    await this.run('dependency-cruiser/bin/dependency-cruise.mjs', [...options, ...SOURCES]);
    return cycleFindings(await this.read('cycles.json'));
  }

  async remove(): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }

  private async fill(original: string): Promise<void> {
    for (const name of SETTINGS) await cp(path.join(original, name), path.join(this.root, name));
    for (const name of SOURCES) {
      await cp(path.join(original, name), path.join(this.root, name), {
        recursive: true,
        filter: (source) => !LEFT_OUT.test(path.relative(original, source).replaceAll(path.sep, '/')),
      });
    }
    await mkdir(path.join(this.root, 'node_modules/@radiant'), { recursive: true });
    for (const name of await readdir(path.join(original, 'node_modules'))) {
      if (name === '@radiant' || name.startsWith('.')) continue;
      await symlink(path.join(original, 'node_modules', name), path.join(this.root, 'node_modules', name));
    }
  }

  private async eslint(args: readonly string[]): Promise<Finding[]> {
    const output = await this.run('eslint/bin/eslint.js', ['--format', 'json', '--output-file', 'lint.json', ...args]);
    if (output.includes('No cached ProjectGraph')) throw new Error('the boundary rule was skipped: no project graph');
    return eslintFindings(await this.read('lint.json'), this.root);
  }

  /** Runs an installed program in the copy. Exit code 1 means findings; above that it failed. */
  private run(program: string, args: readonly string[]): Promise<string> {
    const own = Object.entries(process.env).filter(([name]) => !name.startsWith('NX_'));
    const child = spawn(process.execPath, [path.join(this.root, 'node_modules', program), ...args], {
      cwd: this.root,
      env: { ...Object.fromEntries(own), NX_DAEMON: 'false' },
      signal: this.stop,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => {
        if (code === 0 || code === 1) resolve(output);
        else reject(new Error(`${program} failed:\n${output}`));
      });
    });
  }
}
