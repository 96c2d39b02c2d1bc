import type { Random } from './random.js';

/** Somebody invented: every way in which texts speak of him or her, and nobody else's identifiers. */
export interface Patient {
  readonly full: string;
  /** Forms of the name, the whole one first. */
  readonly names: readonly string[];
  readonly identifiers: readonly string[];
}

const GIVEN: readonly [string, ...string[]] = [
  'Jane',
  ...'John Mary José Xiulan Ada Will Grace Zoë Omar Ingrid Kofi Jean-Luc Siobhán Priya May'.split(' '),
];
/** Few, so that people share them. */
const FAMILY: readonly [string, ...string[]] = [
  'Smith',
  "O'Brien-Nakamura",
  'de la Cruz',
  ...'Doe García Wu Okonkwo Young Jackson Lindqvist'.split(' '),
];

/** People with different whole names, two of whom may share any part of them. */
export function newPatients(random: Random, count: number): readonly Patient[] {
  const patients = new Map<string, Patient>();
  while (patients.size < count) {
    const [given, family] = [random.pick(GIVEN), random.pick(FAMILY)];
    const full = `${given} ${family}`;
    if (!patients.has(full)) patients.set(full, newPatient(random, given, family));
  }
  return [...patients.values()];
}

function newPatient(random: Random, given: string, family: string): Patient {
  const full = `${given} ${family}`;
  return {
    full,
    names: [
      full,
      `${given.charAt(0)}. ${family}`,
      family,
      `Mr. ${family}`,
      `Ms. ${family}`,
      given,
      full.toUpperCase(),
      `${family.toUpperCase()}, ${given.toUpperCase()} Q`,
      `${given} Q. ${family}`,
    ],
    identifiers: [
      `SSN 2${random.digits(2)}-${random.digits(2)}-${random.digits(4)}`,
      `MRN: ${random.digits(7)}`,
      `DOB 0${1 + random.below(9)}/1${random.below(9)}/19${random.digits(2)}`,
      `phone (555) 2${random.digits(2)}-${random.digits(4)}`,
      `${random.digits(2)} Elm Street, Springfield, IL 627${random.digits(2)}`,
      `p${random.digits(8)}@example.org`,
    ],
  };
}
