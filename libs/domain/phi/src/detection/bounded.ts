const CLASS_OR_ESCAPE = /\\.|\[(?:\\.|[^\]\\])*\]/g;
const UNBOUNDED = /[*+]|\{\d*,\}/;

/**
 * A regular expression that does a bounded amount of work wherever it is tried: scanning stays linear whatever the
 * text. Refuses `*`, `+` and `{n,}`, so a rule that could run away fails when its module is loaded.
 */
export function bounded(source: string, flags: string): RegExp {
  if (UNBOUNDED.test(source.replace(CLASS_OR_ESCAPE, ''))) {
    throw new Error(`a detection pattern must bound every repetition: ${source}`);
  }
  return new RegExp(source, flags);
}
