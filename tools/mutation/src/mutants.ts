import { Instrumenter } from '@stryker-mutator/instrumenter';

/** A change of one stretch of a file. */
export interface Mutant {
  readonly id: number;
  /** From the workspace. */
  readonly file: string;
  readonly mutator: string;
  /** Where the stretch begins in the file's text, in UTF-16 units. */
  readonly start: number;
  /** From 1. */
  readonly line: number;
  readonly original: string;
  readonly replacement: string;
}

export interface Mutated {
  readonly mutants: readonly Mutant[];
  /** By file its source in TypeScript with all mutants in it, for `counting` and `switching`. */
  readonly instrumented: ReadonlyMap<string, string>;
}

const SILENT = {
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => false,
  isErrorEnabled: () => false,
  isFatalEnabled: () => false,
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  fatal: () => undefined,
};

/** What an error says is prose, which no test repeats: texts that an error is made with are left alone. */
const MESSAGES = {
  shouldIgnore(path: object): string | undefined {
    const { node, parent } = path as {
      node: { type: string };
      parent: { type: string; callee?: { name?: string } } | null;
    };
    const isText = node.type === 'StringLiteral' || node.type === 'TemplateLiteral';
    const isError = parent?.type === 'NewExpression' && parent.callee?.name?.endsWith('Error') === true;
    return isText && isError ? 'the message of an error' : undefined;
  },
};

/** What Stryker puts in: the one asks whether a mutant is on, the other says which ones are reached. */
const SWITCH = /stryMutAct_9fa48\("(\d+)"\)/g;
const REACHED = /stryCov_9fa48\(([^)]*)\)/g;
const HEADER = 'const mutation = globalThis.mutation;\n';

/** A file's source in which no mutant is ever on, and all say when they are reached. */
export const counting = (instrumented: string): string =>
  HEADER +
  instrumented
    .replaceAll(SWITCH, 'false')
    .replaceAll(REACHED, (_call, ids: string) => `mutation.reach(${ids.replaceAll('"', '')})`);

/** A file's source in which the mutants of `ids` can be put on, one at a time. */
export const switching = (instrumented: string, ids: ReadonlySet<number>): string =>
  HEADER +
  instrumented
    .replaceAll(REACHED, '0')
    .replaceAll(SWITCH, (_call, id: string) =>
      ids.has(Number(id)) ? `(mutation.active === ${id} && mutation.hit())` : 'false',
    );

/** Every mutant that Stryker makes of the files, by its own mutators. */
export async function mutantsOf(sources: ReadonlyMap<string, string>): Promise<Mutated> {
  const files = [...sources].map(([name, content]) => ({ name, content, mutate: true }));
  const result = await new Instrumenter(SILENT).instrument(files, {
    plugins: null,
    excludedMutations: [],
    ignorers: [MESSAGES],
    noHeader: true,
  });
  const mutants = result.mutants.flatMap((mutant): readonly Mutant[] => {
    if (mutant.status !== undefined) return [];
    const source = sources.get(mutant.fileName) ?? '';
    const start = offsetOf(source, mutant.location.start);
    const end = offsetOf(source, mutant.location.end);
    return [
      {
        id: Number(mutant.id),
        file: mutant.fileName,
        mutator: mutant.mutatorName,
        start,
        line: mutant.location.start.line + 1,
        original: source.slice(start, end),
        replacement: mutant.replacement,
      },
    ];
  });
  return { mutants, instrumented: new Map(result.files.map(({ name, content }) => [name, content])) };
}

function offsetOf(source: string, { line, column }: { readonly line: number; readonly column: number }): number {
  let start = 0;
  for (let passed = 0; passed < line; passed += 1) start = source.indexOf('\n', start) + 1;
  return start + column;
}
