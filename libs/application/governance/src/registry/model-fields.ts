import type { Instant } from '@radiant/kernel';
import { MODEL_STATUSES, MODEL_TYPES, THERMAL_STATES, type Model, type ThermalConfig } from '@radiant/registry';
import type { Told } from '../audit-details.js';
import { checkedChoice, checkedInteger, checkedName, invalid, replaced } from '../validation.js';
import { checkedWords } from './checked-words.js';

const LONGEST_DESCRIPTION = 2_000;
const MOST_TOKENS = 100_000_000;
const MOST_INSTANCES = 1_000;
const MOST_MINUTES = 10_080;
const MOST_WARMUP_SECONDS = 3_600;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

export interface ThermalConfigFields {
  readonly state: string;
  readonly minInstances: number;
  readonly maxInstances: number;
  readonly scaleToZeroAfterMinutes?: number;
  readonly warmupTimeSeconds?: number;
}

/** What an operator may change of how a model is kept running. Undefined stays as it is, null takes a value away. */
export interface ThermalChange {
  readonly thermalState?: string | null;
  /** All of it. */
  readonly thermalConfig?: ThermalConfigFields | null;
}

/** Fields that are undefined stay as they are; null takes a value away. */
export interface ModelChange extends ThermalChange {
  readonly name?: string;
  readonly displayName?: string;
  readonly description?: string | null;
  readonly type?: string;
  readonly specialty?: string;
  readonly capabilities?: readonly string[];
  readonly contextWindow?: number | null;
  readonly maxOutputTokens?: number | null;
  readonly supportsFunctions?: boolean;
  readonly supportsVision?: boolean;
  readonly supportsStreaming?: boolean;
  readonly hasThinkingMode?: boolean;
  readonly thinkingBudgetTokens?: number | null;
  readonly status?: string;
  readonly draining?: boolean;
  readonly releaseDate?: string | null;
  readonly deprecationDate?: string | null;
}

/** The model after the change, its next revision. @throws DomainError `validation_error` naming the field. */
export function changedModel(before: Model, change: ModelChange, now: Instant): Model {
  const tokens = (field: string) => (value: number) => checkedInteger(field, value, 1, MOST_TOKENS);
  return {
    id: before.id,
    providerId: before.providerId,
    name: change.name === undefined ? before.name : checkedName('name', change.name),
    displayName:
      change.displayName === undefined ? before.displayName : checkedName('display_name', change.displayName),
    description: replaced(before.description, change.description, checkedDescription),
    type: change.type === undefined ? before.type : checkedChoice('type', change.type, MODEL_TYPES),
    specialty: change.specialty === undefined ? before.specialty : checkedName('specialty', change.specialty),
    capabilities:
      change.capabilities === undefined ? before.capabilities : checkedWords('capabilities', change.capabilities),
    contextWindow: replaced(before.contextWindow, change.contextWindow, tokens('context_window')),
    maxOutputTokens: replaced(before.maxOutputTokens, change.maxOutputTokens, tokens('max_output_tokens')),
    supportsFunctions: change.supportsFunctions ?? before.supportsFunctions,
    supportsVision: change.supportsVision ?? before.supportsVision,
    supportsStreaming: change.supportsStreaming ?? before.supportsStreaming,
    hasThinkingMode: change.hasThinkingMode ?? before.hasThinkingMode,
    thinkingBudgetTokens: replaced(
      before.thinkingBudgetTokens,
      change.thinkingBudgetTokens,
      tokens('thinking_budget_tokens'),
    ),
    prices: before.prices,
    thermalState: replaced<(typeof THERMAL_STATES)[number], string>(before.thermalState, change.thermalState, (value) =>
      checkedChoice('thermal_state', value, THERMAL_STATES),
    ),
    thermalConfig: replaced(before.thermalConfig, change.thermalConfig, checkedThermalConfig),
    status: change.status === undefined ? before.status : checkedChoice('status', change.status, MODEL_STATUSES),
    draining: change.draining ?? before.draining,
    releaseDate: replaced(before.releaseDate, change.releaseDate, (value) => checkedDate('release_date', value)),
    deprecationDate: replaced(before.deprecationDate, change.deprecationDate, (value) =>
      checkedDate('deprecation_date', value),
    ),
    revision: before.revision + 1,
    createdAt: before.createdAt,
    updatedAt: now,
  };
}

function checkedDescription(value: string): string {
  if (value.length > LONGEST_DESCRIPTION || value.includes('\0')) {
    throw invalid('description', `${LONGEST_DESCRIPTION} characters at most`);
  }
  return value;
}

/** A day that is in the calendar. */
function checkedDate(field: string, value: string): string {
  const day = DATE.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(day) || new Date(day).toISOString().slice(0, 10) !== value) {
    throw invalid(field, 'a calendar date, YYYY-MM-DD');
  }
  return value;
}

function checkedThermalConfig(config: ThermalConfigFields): ThermalConfig {
  const of = (field: string): string => `thermal_config.${field}`;
  const minInstances = checkedInteger(of('min_instances'), config.minInstances, 0, MOST_INSTANCES);
  const { scaleToZeroAfterMinutes, warmupTimeSeconds } = config;
  return {
    state: checkedChoice(of('state'), config.state, THERMAL_STATES),
    minInstances,
    maxInstances: checkedInteger(of('max_instances'), config.maxInstances, Math.max(minInstances, 1), MOST_INSTANCES),
    scaleToZeroAfterMinutes:
      scaleToZeroAfterMinutes === undefined
        ? undefined
        : checkedInteger(of('scale_to_zero_after_minutes'), scaleToZeroAfterMinutes, 1, MOST_MINUTES),
    warmupTimeSeconds:
      warmupTimeSeconds === undefined
        ? undefined
        : checkedInteger(of('warmup_time_seconds'), warmupTimeSeconds, 0, MOST_WARMUP_SECONDS),
  };
}

/** What the trail tells of a model. */
export const toldOfModel = (model: Model): Told => ({
  provider_id: model.providerId,
  name: model.name,
  display_name: model.displayName,
  description: model.description,
  type: model.type,
  specialty: model.specialty,
  capabilities: model.capabilities,
  context_window: model.contextWindow,
  max_output_tokens: model.maxOutputTokens,
  supports_functions: model.supportsFunctions,
  supports_vision: model.supportsVision,
  supports_streaming: model.supportsStreaming,
  has_thinking_mode: model.hasThinkingMode,
  thinking_budget_tokens: model.thinkingBudgetTokens,
  thermal_state: model.thermalState,
  thermal_config: model.thermalConfig && {
    state: model.thermalConfig.state,
    min_instances: model.thermalConfig.minInstances,
    max_instances: model.thermalConfig.maxInstances,
    scale_to_zero_after_minutes: model.thermalConfig.scaleToZeroAfterMinutes,
    warmup_time_seconds: model.thermalConfig.warmupTimeSeconds,
  },
  status: model.status,
  draining: model.draining,
  release_date: model.releaseDate,
  deprecation_date: model.deprecationDate,
});
