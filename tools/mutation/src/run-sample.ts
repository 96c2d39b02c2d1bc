import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Random } from '@radiant/phi-roundtrip';
import { measureCoverage } from './coverage.js';
import { counting, mutantsOf, switching, type Mutant } from './mutants.js';
import type { MutationOptions } from './options.js';
import { ProjectCopy, sourcesOf } from './project-copy.js';
import { missed } from './report.js';
import { Trial, type Result } from './trial.js';

const isSpec = (file: string): boolean => file.endsWith('.spec.ts');

/** Fakes and laws are tests, generated dictionaries are data, and an index only names what others hold. */
const isMutated = (file: string): boolean =>
  file.startsWith('src/') && !isSpec(file) && !/(^|\/)(testing|data)\//.test(file) && file !== 'src/index.ts';

/** What a mutant changes, whatever else changes in its file. */
const nameOf = ({ file, mutator, original, replacement }: Mutant): string =>
  JSON.stringify([file, mutator, original, replacement]);

export interface Run {
  readonly of: number;
  readonly results: readonly Result[];
}

export async function runSample(
  workspace: string,
  options: MutationOptions,
  progress: (line: string) => void,
  isStopped: () => boolean,
): Promise<Run> {
  const { name, directory: project, testedBy } = options.project;
  const work = path.join(workspace, 'tools/mutation/dist', name);
  const files = sourcesOf(path.join(workspace, project));
  const mutated = files.filter(isMutated).map((file) => path.posix.join(project, file));
  const sources = new Map(mutated.map((file) => [file, readFileSync(path.join(workspace, file), 'utf8')]));
  const { mutants, instrumented } = await mutantsOf(sources);

  const tested = [project, ...testedBy];
  const specs = tested.flatMap((directory) =>
    sourcesOf(path.join(workspace, directory))
      .filter((file) => isSpec(file) && file.startsWith('src/')) // those in test/ need engines
      .map((file) => path.posix.join(directory, file)),
  );
  const counted = new ProjectCopy(workspace, path.join(work, 'counting'));
  counted.write(tested, new Map([...instrumented].map(([file, source]) => [file, counting(source)])));
  const coverage = await measureCoverage(counted, specs, options.seed);
  progress(`${mutants.length} mutants in ${mutated.length} files; coverage of ${specs.length} files of specs measured`);

  const record = path.join(work, 'missed.json');
  const sample = drawn(mutants, options, record);
  const ids = new Set(sample.map(({ id }) => id));
  const copy = new ProjectCopy(workspace, path.join(work, 'switching'));
  copy.write(tested, new Map([...instrumented].map(([file, source]) => [file, switching(source, ids)])));
  const trial = new Trial(copy, coverage, specs, options.seed);
  const results: Result[] = [];
  for (const mutant of sample) {
    if (isStopped()) break;
    results.push(await trial.run(mutant));
    if (results.length % 25 === 0) progress(`${results.length} tried, ${missed(results).length} missed`);
  }
  trial.end();
  writeFileSync(record, JSON.stringify(missed(results).map((result) => nameOf(result.mutant))));
  const inOrder = results.toSorted(({ mutant: a }, { mutant: b }) =>
    a.file === b.file ? a.start - b.start : a.file < b.file ? -1 : 1,
  );
  return { of: mutants.length, results: inOrder };
}

function drawn(mutants: readonly Mutant[], options: MutationOptions, record: string): readonly Mutant[] {
  const { files, sample, seed, survivors } = options;
  const last =
    survivors && existsSync(record) ? new Set(JSON.parse(readFileSync(record, 'utf8')) as string[]) : undefined;
  const pool = mutants.filter(
    (mutant) =>
      (files === undefined || mutant.file.includes(files)) && (last === undefined || last.has(nameOf(mutant))),
  );
  const random = new Random(seed);
  const taken: Mutant[] = [];
  while (taken.length < sample && pool.length > 0) taken.push(...pool.splice(random.below(pool.length), 1));
  return taken;
}
