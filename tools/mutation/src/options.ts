import { parseArgs } from 'node:util';

/** What is mutated by name: its directory, and other projects whose specs test it too. */
const PROJECTS = {
  kernel: { directory: 'libs/kernel', testedBy: [] },
  phi: { directory: 'libs/domain/phi', testedBy: ['tools/phi-score'] },
  billing: {
    directory: 'libs/domain/billing',
    testedBy: ['libs/infrastructure/memory', 'libs/application/governance'],
  },
  identity: { directory: 'libs/domain/identity', testedBy: [] },
  registry: { directory: 'libs/domain/registry', testedBy: [] },
  audit: { directory: 'libs/domain/audit', testedBy: [] },
  protocol: { directory: 'libs/domain/protocol', testedBy: [] },
} as const;

export interface Project {
  readonly name: string;
  /** From the workspace. */
  readonly directory: string;
  readonly testedBy: readonly string[];
}

export interface MutationOptions {
  readonly project: Project;
  /** How many mutants to draw; all where there are fewer. */
  readonly sample: number;
  readonly seed: number;
  /** Percent of the sample that must be found. */
  readonly floor: number;
  /** Only files whose path contains it. */
  readonly files: string | undefined;
  /** Only what survived the last run of the project. */
  readonly survivors: boolean;
}

const WHOLE = /^\d{1,9}$/;

/** @throws Error when the arguments are not understood. */
export function readOptions(args: readonly string[]): MutationOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      project: { type: 'string' },
      sample: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      floor: { type: 'string', default: '85' },
      files: { type: 'string' },
      survivors: { type: 'boolean', default: false },
    },
  });
  return {
    project: project(values.project),
    sample: whole('--sample', values.sample),
    seed: whole('--seed', values.seed),
    floor: whole('--floor', values.floor),
    files: values.files,
    survivors: values.survivors,
  };
}

function project(text: string | undefined): Project {
  const [name, known] = Object.entries(PROJECTS).find(([each]) => each === text) ?? [];
  if (name === undefined || known === undefined) {
    throw new Error(`--project is one of ${Object.keys(PROJECTS).join(', ')}`);
  }
  return { name, directory: known.directory, testedBy: known.testedBy };
}

function whole(name: string, text: string): number {
  if (!WHOLE.test(text)) throw new Error(`${name} needs a whole number`);
  return Number(text);
}
