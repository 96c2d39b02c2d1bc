import { BOUNDARIES, LAYERS, type Layer, type Planted, type Violation } from './planted.js';
import type { Project } from './projects.js';

const LAYER_NAMES = Object.keys(LAYERS) as Layer[]; // LAYERS is a constant: its keys are its type

/** The table of CONTRIBUTING.md, stated a second time so that a slip in the lint configuration shows. */
const MAY_IMPORT: Record<Layer, readonly Layer[]> = {
  kernel: [],
  domain: ['kernel'],
  application: ['kernel', 'domain'],
  adapter: ['kernel', 'domain', 'application'],
  'nest-kit': ['kernel'],
  composition: ['kernel', 'domain', 'application', 'adapter', 'nest-kit'],
  app: ['kernel', 'domain', 'application', 'adapter', 'nest-kit', 'composition'],
  tool: ['kernel', 'domain', 'application', 'adapter', 'nest-kit', 'composition', 'app', 'tool'],
};

const FRAMEWORKS = [
  ...['@nestjs/common', 'typeorm', 'pg', '@aws-sdk/client-dynamodb', 'fastify', 'pino', 'undici'],
  ...['class-validator', 'class-transformer', 'rxjs', 'reflect-metadata', 'jose'],
];

/** Per project: its tag that decides about npm packages, and packages on both sides of its line. */
const NPM: readonly { project: string; tag: string; allowed: readonly string[]; banned: readonly string[] }[] = [
  { project: 'libs/kernel', tag: 'type:kernel', allowed: [], banned: [...FRAMEWORKS, 'lru-cache'] },
  { project: 'libs/domain/billing', tag: 'type:domain', allowed: ['lru-cache'], banned: FRAMEWORKS },
  { project: 'libs/application/inference', tag: 'type:application', allowed: ['lru-cache'], banned: FRAMEWORKS },
  { project: 'libs/infrastructure/memory', tag: 'tech:memory', allowed: [], banned: ['pg', '@nestjs/common'] },
  { project: 'libs/infrastructure/postgres', tag: 'tech:postgres', allowed: ['typeorm', 'pg'], banned: ['undici'] },
  {
    project: 'libs/infrastructure/dynamodb',
    tag: 'tech:dynamodb',
    allowed: ['@aws-sdk/lib-dynamodb'],
    banned: ['typeorm'],
  },
  { project: 'libs/infrastructure/providers', tag: 'tech:providers', allowed: ['undici'], banned: ['fastify'] },
  { project: 'libs/infrastructure/security', tag: 'tech:security', allowed: ['jose'], banned: ['undici'] },
  { project: 'libs/infrastructure/spool', tag: 'tech:spool', allowed: [], banned: ['pg', 'undici'] },
  { project: 'libs/infrastructure/workers', tag: 'tech:workers', allowed: [], banned: ['pg', 'undici'] },
  {
    project: 'libs/nest-kit',
    tag: 'type:platform',
    allowed: ['@nestjs/common', 'fastify', 'pino', 'rxjs'],
    banned: ['typeorm', 'pg', 'undici', '@aws-sdk/client-dynamodb'],
  },
];

const slug = (...parts: readonly string[]): string => parts.join('-').replace(/[^a-z0-9]+/g, '-');
const reexport = (target: string): string => `export type * from '${target}';\n`;

function layerRow(from: Layer, to: Layer): Violation {
  return {
    what: `${from} imports ${from === to ? 'another ' : ''}${to}`,
    file: `${LAYERS[from].from}/src/planted-${slug('imports', to)}.ts`,
    code: reexport(LAYERS[to].target),
    rule: BOUNDARIES,
    says: `tagged with "${LAYERS[from].tag}"`,
  };
}

function npmRow(project: string, tag: string, npm: string): Violation {
  return {
    what: `${project.split('/').slice(1).join('/')} imports the npm package ${npm}`,
    file: `${project}/src/planted-${slug('npm', npm)}.ts`,
    code: reexport(npm),
    rule: BOUNDARIES,
    says: `tagged with "${tag}" is not allowed to import "${npm}"`,
  };
}

/** A package of no adapter's technology, in every adapter: one whose `tech:` tag has no list of packages shows here. */
export const strangerRows = (projects: readonly Project[]): Violation[] =>
  projects
    .filter(({ tags }) => tags.includes('type:adapter'))
    .map(({ directory }) => npmRow(directory, `tech:${directory.split('/').at(-1)}`, 'rxjs'));

/** A project cannot import itself by its name, so those that stand alone have no row of their own. */
const ALONE: readonly Layer[] = ['kernel', 'nest-kit', 'composition'];
const pairs = LAYER_NAMES.flatMap((from) => LAYER_NAMES.map((to) => ({ from, to }))).filter(
  ({ from, to }) => !(from === to && ALONE.includes(from)),
);

/** Every cell of the table that says no. */
export const IMPORT_VIOLATIONS: readonly Violation[] = [
  ...pairs.filter(({ from, to }) => !MAY_IMPORT[from].includes(to)).map(({ from, to }) => layerRow(from, to)),
  ...NPM.flatMap(({ project, tag, banned }) => banned.map((npm) => npmRow(project, tag, npm))),
];

/** Every cell that says yes: nothing may be reported there. */
export const ALLOWED_IMPORTS: readonly Planted[] = [
  ...pairs.filter(({ from, to }) => MAY_IMPORT[from].includes(to)).map(({ from, to }) => layerRow(from, to)),
  ...NPM.flatMap(({ project, tag, allowed }) => allowed.map((npm) => npmRow(project, tag, npm))),
  {
    what: 'nest-kit imports identity',
    file: 'libs/nest-kit/src/planted-identity.ts',
    code: reexport('@radiant/identity'),
  },
];
