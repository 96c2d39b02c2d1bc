import ts from 'typescript';

/** A title as the source writes it. */
export interface TestTitle {
  /** The text; of a template with values in it, what stands before the first. */
  readonly text: string;
  readonly isPrefix: boolean;
  /** Whether it, or what it stands in, is switched off, or expected to fail. */
  readonly off: boolean;
}

const FUNCTIONS: ReadonlySet<string> = new Set(['describe', 'it', 'test']);
const SWITCHED_OFF: ReadonlySet<string> = new Set(['skip', 'todo', 'failing', 'xit', 'xtest', 'xdescribe']);

/** The titles of every `describe`, `it` and `test` of a TypeScript source, `.each` and the like included. */
export function testTitles(source: string): TestTitle[] {
  const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest);
  const titles: TestTitle[] = [];
  const visit = (node: ts.Node, off: boolean): void => {
    const names = ts.isCallExpression(node) ? calledNames(node.expression) : [];
    const here = off || (isTest(names) && names.some((name) => SWITCHED_OFF.has(name)));
    if (ts.isCallExpression(node) && isTest(names)) titles.push(...titleOf(node.arguments[0], here));
    ts.forEachChild(node, (child) => visit(child, here));
  };
  visit(file, false);
  return titles;
}

/** Whether a title of the file is the one that is asked for. */
export const matches = (title: TestTitle, wanted: string): boolean =>
  title.isPrefix ? title.text !== '' && wanted.startsWith(title.text) : title.text === wanted;

const isTest = (names: readonly string[]): boolean => {
  const [base = ''] = names;
  return FUNCTIONS.has(base.replace(/^x/, ''));
};

/** `it.only.each([…])` is it, only, each. */
function calledNames(callee: ts.Expression): string[] {
  if (ts.isIdentifier(callee)) return [callee.text];
  if (ts.isPropertyAccessExpression(callee)) return [...calledNames(callee.expression), callee.name.text];
  if (ts.isCallExpression(callee)) return calledNames(callee.expression);
  if (ts.isTaggedTemplateExpression(callee)) return calledNames(callee.tag);
  return [];
}

function titleOf(argument: ts.Expression | undefined, off: boolean): TestTitle[] {
  if (argument === undefined) return [];
  if (ts.isStringLiteralLike(argument)) return [{ text: argument.text, isPrefix: false, off }];
  if (ts.isTemplateExpression(argument)) return [{ text: argument.head.text, isPrefix: true, off }];
  return [];
}
