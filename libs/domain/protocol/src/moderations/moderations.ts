import { DomainError } from '@radiant/kernel';
import { bodyParser } from '../body-parser.js';
import { asFields, asList, type Fields } from '../json-reader.js';
import { answerFields, malformed } from '../provider-answer.js';
import type { TextSlot } from '../text-slot.js';
import { removedNote } from '../unscannable.js';

/** What OpenAI takes where no model is named. */
const DEFAULT_MODEL = 'omni-moderation-latest';
const MOST_INPUTS = 2_048;
const INPUT = 'a text, a list of texts, or a list of parts of type text or image_url; none of them empty';

type Part = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'image'; readonly url: string };

/** The canonical form of a call for moderation. */
export interface ModerationRequest {
  readonly model: string;
  /** `text` and `texts` hold texts only; `parts` are judged together. */
  readonly form: 'text' | 'texts' | 'parts';
  readonly parts: readonly Part[];
}

/** An upstream's judgement, of fields of OpenAI's reference only. */
export interface Moderation {
  readonly id: string | undefined;
  /** One for each text, or one for all parts. */
  readonly results: readonly ModerationResult[];
}

export interface ModerationResult {
  readonly flagged: boolean;
  readonly categories: Readonly<Record<string, boolean>>;
  readonly category_scores: Readonly<Record<string, number>>;
  readonly category_applied_input_types?: Readonly<Record<string, readonly string[]>>;
}

/** Fields that are not named here are neither refused nor forwarded. */
const parse = bodyParser<{ readonly model?: string | null; readonly input: unknown }>({
  type: 'object',
  required: ['input'],
  properties: { model: { type: ['string', 'null'], minLength: 1, maxLength: 200 } },
});

/** `POST /v1/moderations` to canonical. @throws DomainError `validation_error` naming the bad field. */
export function decodeModerationRequest(body: unknown): ModerationRequest {
  const { model, input } = parse(body);
  const named = model ?? DEFAULT_MODEL;
  if (typeof input === 'string' && input !== '') return { model: named, form: 'text', parts: [textPart(input)] };
  const list = asList(input);
  if (list.length > MOST_INPUTS) throw invalid(`at most ${MOST_INPUTS} inputs`);
  const texts = list.filter((each) => typeof each === 'string' && each !== '');
  if (list.length > 0 && texts.length === list.length) {
    return { model: named, form: 'texts', parts: texts.map((text) => textPart(String(text))) };
  }
  const parts = list.flatMap((each) => partOf(asFields(each)) ?? []);
  if (list.length === 0 || parts.length < list.length) throw invalid(INPUT);
  return { model: named, form: 'parts', parts };
}

const textPart = (text: string): Part => ({ kind: 'text', text });

function partOf(fields: Fields | undefined): Part | undefined {
  const { type, text } = fields ?? {};
  if (type === 'text' && typeof text === 'string' && text !== '') return textPart(text);
  const url = asFields(fields?.['image_url'])?.['url'];
  return type === 'image_url' && typeof url === 'string' && url !== '' ? { kind: 'image', url } : undefined;
}

const isData = (url: string): boolean => /^data:/i.test(url);

/** Every text of the request, in order; addresses of images are texts, the images themselves are not. */
export const moderationSlots = ({ form, parts }: ModerationRequest): readonly TextSlot[] =>
  parts.flatMap((part, index): TextSlot[] => {
    const path = form === 'text' ? 'input' : `input[${index}]`;
    const slot = { role: undefined, escaping: 'none' } as const;
    if (part.kind === 'text') {
      return [{ ...slot, path: form === 'parts' ? `${path}.text` : path, destination: 'prompt', text: part.text }];
    }
    return isData(part.url)
      ? []
      : [{ ...slot, path: `${path}.image_url.url`, destination: 'attachment', text: part.url }];
  });

/** The places of images, which can't be searched for PHI, e.g. `input[1]`. */
export const moderatedImages = ({ parts }: ModerationRequest): readonly string[] =>
  parts.flatMap(({ kind }, index) => (kind === 'image' ? [`input[${index}]`] : []));

/** The request with a text in the place of each image that says what was removed. */
export const withoutImages = ({ model, form, parts }: ModerationRequest): ModerationRequest => ({
  model,
  form,
  parts: parts.map((part) => (part.kind === 'image' ? textPart(removedNote('image')) : part)),
});

/** The exact bytes for an OpenAI-compatible upstream, with `texts` in the places of the slots. */
export function encodeModerationRequest(
  { form, parts }: ModerationRequest,
  texts: readonly string[],
  upstreamModel: string,
): string {
  const left = [...texts];
  const next = (): string => left.shift() ?? '';
  const input = parts.map((part) => {
    if (form !== 'parts') return next();
    if (part.kind === 'text') return { type: 'text', text: next() };
    return { type: 'image_url', image_url: { url: isData(part.url) ? part.url : next() } };
  });
  return JSON.stringify({ model: upstreamModel, input: form === 'text' ? input[0] : input });
}

/** An upstream's whole answer. @throws DomainError `provider_error` when it is anything else. */
export function decodeModeration(text: string, { form, parts }: ModerationRequest): Moderation {
  const body = answerFields(text);
  const results = asList(body['results']).map((each) => resultOf(asFields(each) ?? malformed()));
  if (results.length !== (form === 'texts' ? parts.length : 1)) malformed();
  return { id: typeof body['id'] === 'string' ? body['id'] : undefined, results };
}

function resultOf(fields: Fields): ModerationResult {
  const { flagged } = fields;
  if (typeof flagged !== 'boolean') return malformed();
  const applied = fields['category_applied_input_types'];
  return {
    flagged,
    categories: record(fields['categories'], isFlag),
    category_scores: record(fields['category_scores'], isScore),
    ...(applied !== undefined && { category_applied_input_types: record(applied, isKinds) }),
  };
}

const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
const isScore = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isKinds = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((kind) => kind === 'text' || kind === 'image');

/** What is null or of another type is left out. */
function record<Value>(value: unknown, isOne: (each: unknown) => each is Value): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(asFields(value) ?? malformed()).flatMap(([key, each]) => (isOne(each) ? [[key, each]] : [])),
  );
}

const invalid = (expected: string): DomainError =>
  new DomainError('validation_error', `input must be ${expected}`, { field: 'input' });
