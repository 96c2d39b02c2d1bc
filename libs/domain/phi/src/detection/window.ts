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

/** What rules may need to see around `seams`, which are in order: stretches that begin and end at white space where they can. */
export function windowsAround(
  text: string,
  seams: readonly number[],
): readonly { readonly start: number; readonly end: number }[] {
  const around: { readonly start: number; last: number; end: number }[] = [];
  for (const seam of seams) {
    const latest = around.at(-1);
    const end = Math.min(text.length, seam + CONTEXT);
    if (latest && seam - CONTEXT <= latest.end && end - latest.start <= WINDOW) [latest.last, latest.end] = [seam, end];
    else around.push({ start: wordsStart(text, Math.max(0, seam - CONTEXT), seam), last: seam, end });
  }
  return around.map(({ start, last, end }) => ({ start, end: wordsEnd(text, last, end) }));
}

/** Where the first whole word begins from `from` on, before `to`. */
function wordsStart(text: string, from: number, to: number): number {
  if (from === 0) return 0;
  for (let at = from; at < to; at += 1) if (/\s/.test(text.charAt(at - 1))) return at;
  return wholeCharacter(text, from);
}

/** Where the last whole word ends up to `to`, behind `from`. */
function wordsEnd(text: string, from: number, to: number): number {
  if (to === text.length) return to;
  for (let at = to; at > from; at -= 1) if (/\s/.test(text.charAt(at))) return at;
  return wholeCharacterEnd(text, to);
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
