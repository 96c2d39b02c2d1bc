/**
 * What becomes of a text that a caller puts there. `slot`: it is searched for PHI; `stays`: it is not sent; `words`: only
 * words of our own pass; `pseudonym`: another text leaves in its place; `attachment`: text is a slot, the policy decides
 * of the rest; `sealed`: what only the provider can read goes back to it, and nothing else passes there.
 */
export type Fate = 'slot' | 'stays' | 'words' | 'pseudonym' | 'attachment' | 'sealed';

type Schema = Readonly<Record<string, unknown>>;
const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;

/** The places of a schema that take text, and whether only given words do. `{}`: keys, or anything at all. */
export function textPlaces(schema: Schema, path = ''): [string, boolean][] {
  const types = [schema['type']].flat();
  const nested = (value: unknown, at: string): [string, boolean][] => (isSchema(value) ? textPlaces(value, at) : []);
  const places: [string, boolean][] = [];
  if ('enum' in schema || 'const' in schema) {
    const words = [schema['enum'] ?? schema['const']].flat();
    if (words.some((word) => typeof word === 'string')) places.push([path, true]);
  } else if (types.includes('string') && !('else' in schema)) {
    places.push([path, false]);
  }
  if (isSchema(schema['propertyNames'])) places.push([`${path}{}`, true]);
  const described = ['properties', 'propertyNames', 'then', 'allOf'].some((keyword) => keyword in schema);
  if (types.includes('object') && !described) {
    places.push([`${path}{}`, false]);
  }
  if (isSchema(schema['properties'])) {
    for (const [key, value] of Object.entries(schema['properties'])) {
      places.push(...nested(value, path === '' ? key : `${path}.${key}`));
    }
  }
  places.push(...nested(schema['items'], `${path}[]`));
  for (const branch of [schema['allOf'], schema['then'], schema['else']].flat()) {
    places.push(...nested(branch, path));
  }
  return places;
}

/** A text that stands in one place and in no other. */
export const mark = (path: string): string => `mark_${path.replace(/[^a-z]/g, '')}_mark`;

/** A mark in every place of a schema that a text can be put into: values and keys. */
export function schemaOfMarks(text: string): object {
  return {
    type: ['object', `${text}1`],
    $schema: `${text}2`,
    $id: `${text}3`,
    title: `${text}4`,
    required: [`${text}5`],
    properties: {
      [`${text}5`]: {
        type: 'string',
        format: `${text}6`,
        pattern: `^${text}7$`,
        enum: [`${text}8`, { [`${text}9`]: `${text}10` }],
        default: { type: `${text}11` },
      },
      type: { $ref: `#/$defs/${text}12`, description: [`${text}13`] },
    },
    $defs: { [`${text}12`]: { anyOf: [{ const: `${text}14` }, `${text}15`], minimum: `${text}16` } },
    patternProperties: { [`${text}17`]: { items: [{ examples: [`${text}18`] }] } },
    dependentRequired: { [`${text}19`]: [`${text}20`] },
    dependencies: { [`${text}21`]: [`${text}22`], [`${text}23`]: { not: { title: `${text}24` } } },
    [`${text}25`]: { [`${text}26`]: `${text}27` },
    maxLength: { [`${text}28`]: 1 },
    properties2: `${text}29`,
    definitions: `${text}30`,
    dependentSchemas: [`${text}31`],
  };
}
