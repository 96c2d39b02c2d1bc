import { randomBytes, randomInt } from 'node:crypto';

/** In every canary that is a word, so that one search finds them all, also where a case was changed at the front. */
const MARK = 'anaryqx';

/** As the numbers are written: wherever in a text one may begin, also within a longer one. */
const NUMBER = /(?=([1-9]\d{11}|\(\d{3}\) \d{3}-\d{4}|\d{3}-\d{2}-\d{4}))/g;

export type CanaryKind = 'name' | 'record number' | 'phone' | 'email' | 'ssn' | 'word' | 'key' | 'token';

export interface Canary {
  readonly kind: CanaryKind;
  readonly text: string;
}

/** Personal data: no upstream may see it. The other kinds may stand in a prompt that is sent on. */
const PERSONAL: readonly CanaryKind[] = ['name', 'record number', 'phone', 'email', 'ssn'];

/** A finding. */
export interface Sighting {
  readonly place: string;
  /** What stands around it. */
  readonly around: string;
}

/** Random texts that nothing but the caller's own answer may show again. */
export class Canaries {
  private readonly all: Canary[] = [];

  get planted(): readonly Canary[] {
    return this.all;
  }

  get personal(): readonly Canary[] {
    return this.all.filter(({ kind }) => PERSONAL.includes(kind));
  }

  name = (): string => this.plant('name', `C${MARK}${letters(6)}`);
  email = (): string => this.plant('email', `c${MARK}${letters(6)}@mail.example.org`);
  word = (): string => this.plant('word', `c${MARK}${letters(8)}`);
  recordNumber = (): string => this.plant('record number', `${randomInt(1, 10)}${digits(11)}`);
  phone = (): string =>
    this.plant('phone', `(${randomInt(2, 10)}${digits(2)}) ${randomInt(2, 10)}${digits(2)}-${digits(4)}`);
  ssn = (): string => this.plant('ssn', `${randomInt(100, 600)}-${randomInt(10, 100)}-${randomInt(1000, 10_000)}`);
  key = (): string => this.plant('key', `rad_dev_C${MARK}${letters(4)}_${letters(32)}C${MARK}abc`.slice(0, 64));
  token = (): string => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    return this.plant('token', `${part({ alg: 'ES256' })}.c${MARK}${letters(30)}.${part({ s: letters(20) })}`);
  };

  /** A text as a ward writes it, with one canary of every personal kind. */
  record(): string {
    return (
      `Patient ${this.name()} is here. MRN: ${this.recordNumber()}, SSN: ${this.ssn()}, ` +
      `phone: ${this.phone()}, e-mail: ${this.email()}. Please summarise.`
    );
  }

  /** Where any of them stands: as it is, in hexadecimal, or in base64. Each place of a word is told, up to a hundred. */
  sightings(place: string, bytes: string): Sighting[] {
    const found: Sighting[] = [];
    const see = (needle: string, at: number): void => {
      found.push({ place, around: `${needle}: ${bytes.slice(Math.max(0, at - 60), at + 90)}` });
    };
    for (const needle of [MARK, MARK.toUpperCase(), hex(MARK), ...base64(MARK)]) {
      for (let at = bytes.indexOf(needle); at >= 0 && found.length < 100; at = bytes.indexOf(needle, at + 1)) {
        see(needle, at);
      }
    }
    // All at once: a search for each of a thousand through some hundred megabytes takes minutes.
    const numbers = new Set(this.all.map(({ text }) => text));
    for (const { 1: number = '', index } of bytes.matchAll(NUMBER)) {
      if (found.length >= 100) break;
      if (numbers.has(number)) see(number, index);
    }
    return found;
  }

  private plant(kind: CanaryKind, text: string): string {
    if (!text.includes(MARK) && [...text.matchAll(NUMBER)][0]?.[1] !== text) {
      throw new Error(`a ${kind} that no search finds: ${text}`);
    }
    this.all.push({ kind, text });
    return text;
  }
}

const letters = (count: number): string =>
  Array.from({ length: count }, () => String.fromCharCode(97 + randomInt(26))).join('');

const digits = (count: number): string => Array.from({ length: count }, () => randomInt(10)).join('');

const hex = (text: string): string => Buffer.from(text).toString('hex');

/** What is certain of a text's base64 at each of the three places where it can begin. */
const base64 = (text: string): readonly string[] =>
  [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([randomBytes(before), Buffer.from(text)]).toString('base64');
    return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + text.length) * 8) / 6));
  });
