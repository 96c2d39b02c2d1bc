const TOKENS = /"(?:[^"\\]|\\.)*"|[{}:]/g;

/**
 * Whether no object of valid JSON names a member twice. Readers differ in which of the two counts, so a text in which
 * one does says different things to different readers: RFC 8725 section 2.4, RFC 7519 section 4.
 */
export function hasUniqueNames(json: string): boolean {
  const open: Set<string>[] = [];
  let last = '';
  for (const [part] of json.matchAll(TOKENS)) {
    if (part === '{') open.push(new Set());
    else if (part === '}') open.pop();
    else if (part === ':') {
      const names = open.at(-1);
      const name = String(JSON.parse(last)); // an escape writes the same name in other letters
      if (names?.has(name)) return false;
      names?.add(name);
    } else last = part;
  }
  return true;
}
