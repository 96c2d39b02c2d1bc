const TOKEN = /[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]/gu;

/** The stated rule: a token is one run of letters and digits, or one other character that is not white space. */
export function countTokens(text: string): number {
  let count = 0;
  // `test` goes on from the last match and starts anew after the last one; it keeps no match, unlike `matchAll`.
  while (TOKEN.test(text)) count += 1;
  return count;
}

/** The beginning of `text` up to the end of its token number `limit`; the whole text when it has no more than that. */
export function firstTokens(text: string, limit: number): string {
  let count = 0;
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (count === limit) return text.slice(0, end);
    count += 1;
    end = match.index + match[0].length;
  }
  return text;
}
