/** Escapes of JSON in text that is not read as JSON, such as a quotation of it: `\u00e9` and, quoted again, `\\u00e9`. */
const ESCAPE = '\\\\{1,8}u[\\da-fA-F]{4}';
const ENTITY = '&(?:#\\d{2,7}|#[xX][\\da-fA-F]{2,6}|[A-Za-z]{2,8});';
/** One character of an address or a form: in ASCII, or in UTF-8. */
const PERCENT =
  '%(?:0[9aAdD]|[2-7][\\da-fA-F]|[c-dC-D][\\da-fA-F]%[89abAB][\\da-fA-F]|[eE][\\da-fA-F](?:%[89abAB][\\da-fA-F]){2})';
/** A blank in the value of a form. */
const PLUS = '(?<=[a-z]|%[\\da-fA-F]{2})\\+(?=[A-Z%])';
/** Tags of HTML and XML that say nothing of their own. */
const TAG = '</?[A-Za-z][A-Za-z\\d]{0,15} ?/?>';
/** Before the signs that Markdown means otherwise. */
const BACKSLASH = '\\\\{1,2}(?=[-_.@()[\\]#+*])';
/** Markdown's emphasis, and the line that a form is filled in on. */
const UNDERLINE = '(?<![A-Za-z\\d\\xc0-\\u024f_])_{1,40}(?=[A-Za-z\\d\\xc0-\\u024f])';
const UNDERLINE_END = '(?<=[A-Za-z\\d\\xc0-\\u024f])_{1,40}(?![A-Za-z\\d\\xc0-\\u024f_])';

/** The source of an expression for one character that is written with others. */
export const ENCODED = [ESCAPE, ENTITY, PERCENT, PLUS, TAG, BACKSLASH, UNDERLINE, UNDERLINE_END].join('|');

const ACCENTS: ReadonlyMap<string, string> = new Map([
  ['acute', '\u0301'],
  ['grave', '\u0300'],
  ['circ', '\u0302'],
  ['tilde', '\u0303'],
  ['uml', '\u0308'],
  ['ring', '\u030a'],
  ['cedil', '\u0327'],
  ['caron', '\u030c'],
]);
const ACCENTED = /^([A-Za-z])([a-z]{3,5})$/;
const ENTITIES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ nbsp: ' ', ensp: ' ', emsp: ' ', thinsp: ' ', Tab: '\t', NewLine: '\n', shy: '', zwj: '', zwnj: '', lrm: '' },
    ...{ rlm: '', ndash: '-', mdash: '-', minus: '-', hyphen: '-', dash: '-', apos: "'", lsquo: "'", rsquo: "'" },
    ...{ quot: '"', ldquo: '"', rdquo: '"', amp: '&', commat: '@', period: '.', comma: ',', colon: ':', sol: '/' },
    ...{ lpar: '(', rpar: ')', num: '#', szlig: 'ß', aelig: 'æ', AElig: 'Æ', oslash: 'ø', Oslash: 'Ø', eth: 'ð' },
    ...{ ETH: 'Ð', thorn: 'þ', THORN: 'Þ', oelig: 'œ', OElig: 'Œ' },
  }),
);

/** Tags within a word or a phrase; any other ends one. */
const INLINE = /^<\/?(?:a|abbr|b|code|em|font|i|mark|s|small|span|strong|sub|sup|u) ?>$/i;

/** What a match of `ENCODED` says; itself when it says nothing. */
export function decodedOf(written: string): string {
  if (written === '+') return ' ';
  if (written.startsWith('<')) return INLINE.test(written) ? '' : '\t';
  if (written.startsWith('%')) return percentDecoded(written);
  if (written.startsWith('&')) return entity(written.slice(1, -1)) ?? written;
  return written.includes('u') ? String.fromCharCode(parseInt(written.slice(-4), 16)) : '';
}

function percentDecoded(written: string): string {
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}

function entity(name: string): string | undefined {
  if (name.startsWith('#')) {
    const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code < 0x110000 ? String.fromCodePoint(code) : undefined;
  }
  const [, letter = '', accent = ''] = ACCENTED.exec(name) ?? [];
  const mark = ACCENTS.get(accent);
  return mark === undefined ? ENTITIES.get(name) : (letter + mark).normalize('NFC');
}
