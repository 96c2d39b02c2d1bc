/** A value of `type` within `limits`, or null, as clients write what they leave out. */
export const optional = (type: string, limits: object = {}): object => ({ type: [type, 'null'], ...limits });

export const text = { type: 'string' };

/** What callers name things by, of models, tools and calls. */
export const name = { type: 'string', minLength: 1, maxLength: 200 };

export const base64 = { type: 'string', minLength: 1, pattern: '^[A-Za-z0-9+/]+={0,2}$' };

/** An image by its address, or as a data URL. */
export const imageUrl = { type: 'string', pattern: '^(?:https?://|[dD][aA][tT][aA]:)' };

/** A function that a model may call, as OpenAI's shapes describe it. */
export const calledFunction = {
  required: ['name'],
  properties: {
    name: { type: 'string', pattern: '^[a-zA-Z0-9_.-]{1,128}$' },
    description: optional('string'),
    parameters: optional('object'),
    strict: optional('boolean'),
  },
};

/** The JSON Schema that an answer is to have, as OpenAI's shapes describe it. */
export const answerSchema = {
  required: ['name'],
  properties: { name, description: optional('string'), schema: optional('object'), strict: optional('boolean') },
};
