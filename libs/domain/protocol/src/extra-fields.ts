import type { Json, JsonObject } from './chat-request.js';
import { asJson } from './json-reader.js';
import { mapJson } from './schema-texts.js';
import type { Visit } from './text-slot.js';

/** Fields of a body that are never passed on: they mean something here, or ask for an answer that can't be restored. */
export const RESERVED_FIELDS: readonly string[] = ['metadata', 'store', 'audio'];

const EXTRA_NAME = /^[a-z][a-z0-9_]{0,39}$/;
/** They would tell a proxy where else to call, with which key, or what to leave out (LiteLLM's request parameters). */
const OF_PROXIES =
  /^(?:(?:api|aws|azure|vertex|litellm|extra|custom_llm|mock|mcp|organization|proxy|no)_.*|base_url|.*fallbacks?|headers|timeout|proxy|organization|region_name|deployment_id|num_retries|guardrails|caching|cache|system|stop_sequences|output_config)$/;

/** Whether a provider may list a field of this name. @param handled names that are handled here. */
export const isExtraName = (name: string, handled: ReadonlySet<string>): boolean =>
  EXTRA_NAME.test(name) && !OF_PROXIES.test(name) && !handled.has(name);

const NONE: JsonObject = {};

/** The fields of a body that are not `known`. */
export function extraFields(body: object, known: ReadonlySet<string>): JsonObject {
  const fields = Object.entries(body).flatMap(([name, given]): [string, Json][] => {
    const value = known.has(name) ? undefined : asJson(given);
    return value === undefined ? [] : [[name, value]];
  });
  return fields.length === 0 ? NONE : Object.fromEntries(fields);
}

/** Those of them that are listed. */
export function listedFields(extra: JsonObject, listed: readonly string[]): JsonObject {
  if (extra === NONE || listed.length === 0) return NONE;
  return Object.fromEntries(Object.entries(extra).filter(([name]) => listed.includes(name)));
}

/** The fields with every text in them visited. Their names are those that a provider lists. */
export const mapExtra = (extra: JsonObject, visit: Visit): JsonObject =>
  extra === NONE
    ? extra
    : Object.fromEntries(Object.entries(extra).map(([name, value]) => [name, mapJson(value, name, 'prompt', visit)]));
