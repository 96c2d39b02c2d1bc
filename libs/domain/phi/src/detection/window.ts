/** UTF-16 units scanned between two pauses. */
export const WINDOW = 16_384;
/** How far a rule can see beyond the window in which its trigger stands: more than any rule's reach. */
const CONTEXT = 512;
const LATEST_CUT = 1_024;

/** A piece of text: triggers count in [from, to) only, rules see from `start` to `end`. */
export interface Window {
  readonly start: number;
  readonly from: number;
  readonly to: number;
  readonly end: number;
}

/** Cuts at white space where there is any near, never within a surrogate pair; a short text is one window. */
export function* windowsOf(text: string): Generator<Window> {
  for (let from = 0; from < text.length;) {
    const to = cutAfter(text, from);
    yield {
      start: wholeCharacter(text, Math.max(0, from - CONTEXT)),
      from,
      to,
      end: wholeCharacter(text, Math.min(text.length, to + CONTEXT)),
    };
    from = to;
  }
}

function cutAfter(text: string, from: number): number {
  const limit = from + WINDOW;
  if (limit >= text.length) return text.length;
  for (let at = limit; at > limit - LATEST_CUT; at -= 1) {
    if (/\s/.test(text.charAt(at - 1))) return at;
  }
  return wholeCharacter(text, limit);
}

/** `at`, or one unit earlier where it stands between the halves of a surrogate pair. */
export const wholeCharacter = (text: string, at: number): number =>
  at > 0 && (text.charCodeAt(at) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800 ? at - 1 : at;

/** `at`, or one unit later where it stands between the halves of a surrogate pair. */
export const wholeCharacterEnd = (text: string, at: number): number => (wholeCharacter(text, at) < at ? at + 1 : at);
