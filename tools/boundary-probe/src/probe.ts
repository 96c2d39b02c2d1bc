import { ALLOWED_CODE, CODE_VIOLATIONS, COMPANIONS } from './code-rows.js';
import { falseAlarms, isCaught, type Finding } from './findings.js';
import { ALLOWED_IMPORTS, IMPORT_VIOLATIONS, strangerRows } from './import-rows.js';
import { PLANTED_PROJECTS, type Planted, type Violation } from './planted.js';
import { manifestFaults, projectsOf, type Project } from './projects.js';
import { SOURCES, type WorkspaceCopy } from './workspace-copy.js';

/** What planting showed. */
export interface Verdict {
  readonly caught: readonly Violation[];
  readonly missed: readonly Violation[];
  /** Reports on planted code that the rules allow. */
  readonly alarms: readonly Finding[];
}

/** Plants every violation, and code that is allowed, in `copy` and runs the real checks over them. */
export async function plantAndCheck(copy: WorkspaceCopy): Promise<Verdict> {
  const violations = [...IMPORT_VIOLATIONS, ...CODE_VIOLATIONS, ...strangerRows(await projectsOf(copy.root))];
  const allowed = [...ALLOWED_IMPORTS, ...ALLOWED_CODE];
  await plantProjects(copy);
  await copy.linkProjects(await projectsOf(copy.root));
  await copy.buildGraph(); // before planting: a planted edge must not turn another row into a cycle
  await plant(copy, [...violations, ...allowed, ...COMPANIONS]);
  const typed = violations.filter(({ rule }) => rule.startsWith('@typescript-eslint/'));
  const findings = [
    ...(await copy.lint(typed.map(({ file }) => file))),
    ...(await copy.lintStructure([...violations, ...allowed].map(({ file }) => file))),
    ...(await copy.findCycles()),
  ];
  return {
    caught: violations.filter((violation) => isCaught(violation, findings)),
    missed: violations.filter((violation) => !isCaught(violation, findings)),
    alarms: falseAlarms(allowed, findings),
  };
}

/** What is wrong with the package.json of each project of a workspace, in one line each. */
export async function checkManifests(root: string): Promise<string[]> {
  return (await projectsOf(root)).flatMap((project: Project) => manifestFaults(project));
}

/** The control: what the same rules report where nothing was planted. */
export async function checkUntouched(copy: WorkspaceCopy): Promise<string[]> {
  await copy.linkProjects(await projectsOf(copy.root));
  await copy.buildGraph();
  const probed = new Set([...IMPORT_VIOLATIONS, ...CODE_VIOLATIONS].map(({ rule }) => rule));
  const findings = [...(await copy.lintStructure(SOURCES)), ...(await copy.findCycles())].filter(
    ({ rule }) => probed.has(rule) || rule === 'parse error',
  );
  return findings.map(({ file, rule, message }) => `${file}: ${message} (${rule})`);
}

async function plant(copy: WorkspaceCopy, files: readonly Planted[]): Promise<void> {
  const places = new Set(files.map(({ file }) => file));
  if (places.size !== files.length) throw new Error('two planted rows share a file');
  for (const { file, code } of files) await copy.write(file, code);
}

async function plantProjects(copy: WorkspaceCopy): Promise<void> {
  const manifest = JSON.parse(await copy.read('package.json')) as { workspaces: string[] };
  manifest.workspaces.push('libs/planted-kit', 'libs/planted-composition');
  await copy.write('package.json', JSON.stringify(manifest));
  for (const { directory, name, tags } of PLANTED_PROJECTS) {
    const exports = {
      '.': { '@radiant/source': './src/index.ts' },
      './testing': { '@radiant/source': './src/testing/index.ts' },
    };
    const depth = directory
      .split('/')
      .map(() => '..')
      .join('/');
    await copy.write(
      `${directory}/package.json`,
      JSON.stringify({ name, version: '0.0.0', type: 'module', exports, scripts: { build: 'true' }, nx: { tags } }),
    );
    await copy.write(
      `${directory}/tsconfig.json`,
      JSON.stringify({ extends: `${depth}/tsconfig.base.json`, include: ['src'] }),
    );
    await copy.write(`${directory}/src/index.ts`, 'export const planted = true;\n');
    await copy.write(`${directory}/src/testing/index.ts`, 'export const planted = true;\n');
  }
}
