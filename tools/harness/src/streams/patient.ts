const GIVEN =
  'James Mary Robert Patricia Michael Jennifer William Linda David Elizabeth Richard Barbara Joseph Susan Thomas Jessica Charles Sarah Daniel Karen'.split(
    ' ',
  );
const SURNAMES =
  'Smith Johnson Williams Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson Anderson Thomas Taylor Moore Jackson Martin Thompson Harris Clark Lewis Robinson Walker'.split(
    ' ',
  );
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const FIRST_RECORD = 40_000_001;
const NONCE_LETTERS = 12;

/** What one stream says and nobody else: invented. */
export interface Patient {
  readonly nonce: string;
  readonly name: string;
  readonly record: string;
  readonly prompt: string;
}

/** @param number from 0 to 12,999; each has another name, record number and nonce. */
export function patientOf(number: number): Patient {
  const given = pick(GIVEN, number);
  const surname = pick(SURNAMES, Math.floor(number / GIVEN.length));
  const initial = pick(LETTERS, Math.floor(number / (GIVEN.length * SURNAMES.length)));
  const name = `${given} ${initial}. ${surname}`;
  const record = String(FIRST_RECORD + number);
  const nonce =
    `nonce-${Array.from({ length: NONCE_LETTERS }, () => pick(LETTERS, Math.floor(Math.random() * LETTERS.length))).join('')}`.toLowerCase();
  return {
    nonce,
    name,
    record,
    prompt: `${nonce}: patient ${name}, MRN ${record}, naïve to opioids 💊, was seen. (${nonce})`,
  };
}

const pick = <Item>(items: readonly Item[], number: number): Item => items[number % items.length] as Item;

/** How a reply looks. */
export type Verdict = 'own' | 'crossed' | 'torn' | 'lost';

/** @param reply what arrived of the stream, as it arrived. */
export function verdictOn(reply: string, { nonce, name, record, prompt }: Patient): Verdict {
  const events = reply.split('\n\n').filter((event) => event !== '' && !event.startsWith(':'));
  const chunks = events.flatMap(chunkIn);
  const text = chunks.map(({ choices }) => choices?.[0]?.delta?.content ?? '').join('');
  const isForeign = (pattern: RegExp, own: string): boolean =>
    text.match(pattern)?.some((each) => each !== own) ?? false;
  if (isForeign(/nonce-[a-z]{12}/g, nonce)) return 'crossed';
  if (isForeign(/\b4\d{7}\b/g, record) || isForeign(/[A-Z][a-z]+ [A-Z]\. [A-Z][a-z]+/g, name)) return 'crossed';
  const isFinished = chunks.some(({ choices }) => choices?.[0]?.finish_reason === 'stop');
  if (events.at(-1) !== 'data: [DONE]' || chunks.length !== events.length - 1 || !isFinished) return 'lost';
  return text === `Echo: ${prompt}` ? 'own' : 'torn';
}

/** None where an event is no chunk. */
function chunkIn(event: string): Chunk[] {
  try {
    return [JSON.parse(event.slice('data: '.length)) as Chunk];
  } catch {
    return [];
  }
}

interface Chunk {
  readonly choices?: readonly {
    readonly delta?: { readonly content?: string };
    readonly finish_reason?: string | null;
  }[];
}
