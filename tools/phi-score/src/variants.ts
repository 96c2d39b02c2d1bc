// Other writings of a text, the same ones every time: what the detector makes of them is recorded beside what it makes
// of the text itself.

const SENTENCE = /(?<=[.!?]) |\n/;

const titled = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase();

/** By name. */
export const VARIANTS: Readonly<Record<string, (text: string) => string>> = {
  'as written': (text) => text,
  'in small letters': (text) => text.toLowerCase(),
  'in capitals': (text) => text.toUpperCase(),
  'every word with a capital': (text) => text.replace(/\p{L}+/gu, titled),
  'on one line': (text) => text.replace(/\s+/g, ' '),
  'a line for every sentence': (text) => text.split(SENTENCE).join('\n'),
  'with other signs': (text) =>
    text.replace(/[:,;-]/g, (sign) => ({ ':': ' -', ',': ';', ';': ',', '-': '/' })[sign] ?? sign),
  'without signs': (text) => text.replace(/[^\p{L}\p{N}\s]/gu, ' '),
  'without every third word': (text) => text.replace(/(\S+\s+\S+\s+)\S+\s*/g, '$1'),
  'without every fourth word': (text) => text.replace(/(\S+\s+\S+\s+\S+\s+)\S+\s*/g, '$1'),
  'with pairs of words swapped': (text) => text.replace(/(\S+)(\s+)(\S+)/g, '$3$2$1'),
  'with other digits': (text) => text.replace(/\d/g, (digit) => String((Number(digit) * 7 + 3) % 10)),
  'with numbers run together': (text) => text.replace(/(?<=\d)[ ./-](?=\d)/g, ''),
  'with numbers cut short': (text) => text.replace(/\d(?!\d)/g, ''),
  'from the middle of it': (text) => text.slice(text.length / 2),
};
