/** The tool of every call here, as a JSON schema. */
export const TOOL = 'lookup';
export const DESCRIPTION = 'Looks up a patient';
export const PARAMETERS = {
  type: 'object',
  properties: { who: { type: 'string' } },
  required: ['who'],
  additionalProperties: false,
};
