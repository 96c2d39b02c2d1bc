export const BOUNDARIES = '@nx/enforce-module-boundaries';
export const IMPORTS = 'no-restricted-imports';
export const CYCLES = 'no-circular';

/** Source that one rule must report, or that every rule must leave alone. */
export interface Planted {
  readonly what: string;
  /** Path from the workspace's root. */
  readonly file: string;
  readonly code: string;
}

export interface Violation extends Planted {
  readonly rule: string;
  /** A part of the message that only this violation gives: one rule speaks for many rows. */
  readonly says: string;
}

/** The kinds of project, each with the one that plants and an empty one to be imported (empty: no cycle can hide a row). */
export const LAYERS = {
  kernel: { tag: 'type:kernel', from: 'libs/kernel', target: '@radiant/kernel' },
  domain: { tag: 'type:domain', from: 'libs/domain/billing', target: '@radiant/planted-domain' },
  application: { tag: 'type:application', from: 'libs/application/inference', target: '@radiant/planted-application' },
  adapter: { tag: 'type:adapter', from: 'libs/infrastructure/memory', target: '@radiant/planted-adapter' },
  'nest-kit': { tag: 'type:platform', from: 'libs/nest-kit', target: '@radiant/planted-kit' },
  composition: { tag: 'type:composition', from: 'libs/composition', target: '@radiant/planted-composition' },
  app: { tag: 'type:app', from: 'apps/admin-api', target: '@radiant/planted-app' },
  tool: { tag: 'type:tool', from: 'tools/start', target: '@radiant/planted-tool' },
} as const;

export type Layer = keyof typeof LAYERS;

/** Projects that exist in the copy only. `tags` undefined: a project that someone forgot to tag. */
export const PLANTED_PROJECTS: readonly { directory: string; name: string; tags?: readonly string[] }[] = [
  { directory: 'libs/domain/planted', name: '@radiant/planted-domain', tags: ['type:domain', 'scope:planted'] },
  { directory: 'libs/domain/planted-untagged', name: '@radiant/planted-untagged' },
  { directory: 'libs/application/planted', name: '@radiant/planted-application', tags: ['type:application'] },
  { directory: 'libs/infrastructure/planted', name: '@radiant/planted-adapter', tags: ['type:adapter', 'tech:memory'] },
  { directory: 'libs/planted-kit', name: '@radiant/planted-kit', tags: ['type:platform'] },
  { directory: 'libs/planted-composition', name: '@radiant/planted-composition', tags: ['type:composition'] },
  { directory: 'apps/planted', name: '@radiant/planted-app', tags: ['type:app'] },
  { directory: 'tools/planted', name: '@radiant/planted-tool', tags: ['type:tool'] },
];
