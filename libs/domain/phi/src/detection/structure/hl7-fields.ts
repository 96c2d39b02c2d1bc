import { isPhiCategory, type PhiCategory } from '../../category.js';

/** How the components of a field are read (HL7 v2 data types). */
export type FieldKind =
  | 'name' // XPN: family^given^middle^suffix^prefix
  | 'person' // XCN: id^family^given^…
  | 'address' // XAD: street^other^city^state^ZIP^country
  | 'phone' // XTN
  | 'identifier' // CX: id^check digit^scheme^authority^type
  | 'text' // free text: for the rules of prose
  | PhiCategory;

const fields = (kind: FieldKind, ...numbers: readonly number[]): readonly (readonly [number, FieldKind])[] =>
  numbers.map((number): [number, FieldKind] => [number, kind]);

/** Of each segment, by the number of the field, what identifies somebody (HL7 v2.8, chapters 3, 4, 6 and 7). */
export const SEGMENTS: ReadonlyMap<string, ReadonlyMap<number, FieldKind>> = new Map(
  Object.entries({
    MSH: [...fields('DATE', 7)],
    EVN: [...fields('DATE', 2, 3, 6), ...fields('person', 5)],
    PID: [
      ...fields('identifier', 2, 3, 4, 21),
      ...fields('name', 5, 6, 9),
      ...fields('DOB', 7),
      ...fields('address', 11, 23),
      ...fields('ADDRESS', 12),
      ...fields('phone', 13, 14),
      ...fields('ACCOUNT', 18),
      ...fields('SSN', 19),
      ...fields('LICENSE', 20),
      ...fields('DATE', 29),
    ],
    PD1: [...fields('person', 4)],
    NK1: [
      ...fields('name', 2, 30),
      ...fields('address', 4, 32),
      ...fields('phone', 5, 6, 31),
      ...fields('DATE', 8, 9),
      ...fields('identifier', 12, 33),
      ...fields('DOB', 16),
      ...fields('SSN', 37),
    ],
    GT1: [
      ...fields('ACCOUNT', 2),
      ...fields('name', 3, 4),
      ...fields('address', 5),
      ...fields('phone', 6, 7),
      ...fields('DOB', 8),
      ...fields('SSN', 12),
    ],
    IN1: [
      ...fields('address', 5, 19),
      ...fields('name', 6, 16),
      ...fields('phone', 7),
      ...fields('INSURANCE_ID', 8, 36, 49),
      ...fields('DATE', 12, 13),
      ...fields('DOB', 18),
    ],
    PV1: [...fields('person', 7, 8, 9, 17, 52), ...fields('OTHER_ID', 19, 50), ...fields('DATE', 44, 45)],
    ORC: [...fields('OTHER_ID', 2, 3, 4), ...fields('DATE', 9, 15), ...fields('person', 10, 11, 12)],
    OBR: [
      ...fields('OTHER_ID', 2, 3),
      ...fields('DATE', 6, 7, 8, 14, 22),
      ...fields('person', 10, 16, 28, 32),
      ...fields('text', 13, 39),
    ],
    OBX: [...fields('text', 5), ...fields('DATE', 14, 19), ...fields('person', 16), ...fields('DEVICE', 18)],
    NTE: [...fields('text', 3)],
    DG1: [...fields('text', 4), ...fields('DATE', 5), ...fields('person', 16)],
    AL1: [...fields('text', 5), ...fields('DATE', 6)],
    PR1: [...fields('text', 4), ...fields('DATE', 5), ...fields('person', 8, 11, 12)],
    SCH: [...fields('OTHER_ID', 1, 2), ...fields('person', 12, 16), ...fields('phone', 13), ...fields('address', 14)],
    ACC: [...fields('DATE', 1), ...fields('ADDRESS', 3)],
  }).map(([segment, numbers]) => [segment, new Map(numbers)]),
);

/** Codes of table 0203 in the fifth component of an identifier; any other is a number of the patient's record. */
const TYPES: ReadonlyMap<string, PhiCategory> = new Map([
  ['SS', 'SSN'],
  ['DL', 'LICENSE'],
  ['AN', 'ACCOUNT'],
  ['MA', 'INSURANCE_ID'],
  ['MC', 'INSURANCE_ID'],
  ['MB', 'INSURANCE_ID'],
  ['PPN', 'OTHER_ID'],
  ['NI', 'OTHER_ID'],
]);

type ReadComponent = (index: number, components: readonly string[]) => PhiCategory | undefined;

const COMPONENTS: Readonly<Partial<Record<FieldKind, ReadComponent>>> = {
  name: (index) => (index < 5 ? 'NAME' : undefined),
  person: (index) => (index === 0 ? 'LICENSE' : index < 7 ? 'NAME' : undefined),
  address: (index) => (index < 3 || index === 4 || index === 8 ? 'ADDRESS' : undefined),
  phone: (index, components) => {
    const value = components[index] ?? '';
    return value.includes('@') ? 'EMAIL' : /\d{2}/.test(value) ? 'PHONE' : undefined;
  },
  identifier: (index, components) => (index === 0 ? (TYPES.get(components[4] ?? '') ?? 'MEDICAL_RECORD') : undefined),
};

/** What component `index` (from 0) of a field is. */
export function componentCategory(
  kind: Exclude<FieldKind, 'text'>,
  index: number,
  components: readonly string[],
): PhiCategory | undefined {
  const read = COMPONENTS[kind];
  if (read) return read(index, components);
  return index === 0 && isPhiCategory(kind) ? kind : undefined;
}
