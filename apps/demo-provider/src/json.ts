export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The parsed text, or undefined when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Objects of a list; anything else in it is left out. */
export function objectsIn(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * Pretty-prints JSON by changing white space alone: numbers, escapes and repeated keys stay exactly as they were
 * received, which parsing and printing again would not keep. Text that is not JSON is returned as it is.
 */
export function reindent(text: string): string {
  if (parseJson(text) === undefined) return text;
  let depth = 0;
  let previous = '';
  let printed = '';
  for (const [token] of text.matchAll(TOKEN)) {
    const closes = token === '}' || token === ']';
    if (closes) depth -= 1;
    const opened = previous === '{' || previous === '[';
    if (opened !== closes || (!opened && previous === ',')) printed += `\n${'  '.repeat(depth)}`;
    printed += token === ':' ? ': ' : token;
    if (token === '{' || token === '[') depth += 1;
    previous = token;
  }
  return printed;
}
