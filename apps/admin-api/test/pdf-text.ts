import { inflateSync } from 'node:zlib';

/** What is written on the pages: the strings of the inflated streams, in hexadecimal between kernings. */
export function textOf(pdf: Buffer): string {
  const found: string[] = [];
  const source = pdf.toString('latin1');
  for (const { 1: stream = '' } of source.matchAll(/FlateDecode[^]*?stream\n([^]*?)\nendstream/g)) {
    const page = inflateSync(Buffer.from(stream, 'latin1')).toString('latin1');
    for (const { 1: shown = '' } of page.matchAll(/\[([^\]]*)\] TJ/g)) {
      const hex = [...shown.matchAll(/<([0-9a-f]*)>/g)].map(({ 1: part = '' }) => part).join('');
      found.push(Buffer.from(hex, 'hex').toString('latin1'));
    }
  }
  return found.join('\n');
}
