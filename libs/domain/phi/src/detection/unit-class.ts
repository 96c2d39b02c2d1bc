/** Below it the classes are exact: Latin with its extensions, Greek and Cyrillic. */
const EXACT = 0x530;
/** Above it they are written by hand, in whole scripts; where capitals and small letters alternate, both are either. */
const SCRIPTS: Readonly<Record<string, string>> = {
  L: '\\u0531-\\u0556\\u0560-\\u0588\\u05d0-\\u05f2\\u0620-\\u1fff\\u2c00-\\u2dff\\u3041-\\u3096\\u30a1-\\u30ff\\u3400-\\ud7ff\\uf900-\\ufdff\\ufe70-\\ufefc',
  M: '\\u0591-\\u05c7\\u0610-\\u061a\\u20d0-\\u20ff',
  Lu: '\\u0531-\\u0556\\u1e00-\\u1fff',
  Ll: '\\u0560-\\u0588\\u1e00-\\u1fff',
};

const classes = new Map<string, string>();

/**
 * `\p{…}` as the inside of a class of UTF-16 units, for an expression without the flag `u`. With that flag an engine
 * writes every such class out for pairs of surrogates too: a millisecond to compile and twice the time to run. No rule
 * needs it, for folding has turned mathematical letters into plain ones.
 * @throws Error for any property but L, M, Lu and Ll.
 */
export function unitClass(property: string): string {
  const known = classes.get(property);
  if (known !== undefined) return known;
  const scripts = SCRIPTS[property];
  if (scripts === undefined) throw new Error(`a detection pattern can't use the property ${property}`);
  const written = exactRanges(new RegExp(`\\p{${property}}`, 'u')) + scripts;
  classes.set(property, written);
  return written;
}

function exactRanges(member: RegExp): string {
  let ranges = '';
  let from = -1;
  for (let unit = 0; unit <= EXACT; unit += 1) {
    const belongs = unit < EXACT && member.test(String.fromCharCode(unit));
    if (belongs && from < 0) from = unit;
    if (belongs || from < 0) continue;
    ranges += unit - from > 1 ? `${escaped(from)}-${escaped(unit - 1)}` : escaped(from);
    from = -1;
  }
  return ranges;
}

const escaped = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`;
