/**
 * The mark in every stream chunk: send time and index as letters, so that no masking gateway takes them for a phone or
 * record number: `z<14 letters>z<4 letters>z`.
 */
export function mark(sentAt: number, index: number): string {
  return `z${letters(sentAt, 14)}z${letters(index, 4)}z`;
}

/** The send times, in ns, of the marks in `text`, and the text after the last of them. */
export function takeMarks(text: string): { sentAt: number[]; rest: string } {
  const sentAt: number[] = [];
  let end = 0;
  for (const match of text.matchAll(/z([a-p]{14})z[a-p]{4}z/g)) {
    sentAt.push(number(match[1] ?? ''));
    end = match.index + match[0].length;
  }
  return { sentAt, rest: text.slice(end) };
}

function letters(value: number, width: number): string {
  let text = '';
  for (let rest = value; text.length < width; rest = Math.floor(rest / 16)) {
    text = String.fromCharCode(97 + (rest % 16)) + text;
  }
  return text;
}

function number(text: string): number {
  let value = 0;
  for (let i = 0; i < text.length; i++) value = value * 16 + (text.charCodeAt(i) - 97);
  return value;
}
