const OPENS = /^\s{0,64}[{[]/;

/** `json` for a text that is JSON as a whole, an object or a list. */
export function escapingOf(text: string): 'none' | 'json' {
  if (!OPENS.test(text)) return 'none';
  try {
    JSON.parse(text);
    return 'json';
  } catch {
    return 'none';
  }
}
