export { principalOf, type AccessOptions, type Authenticate } from './access/access-hook.js';
export { FailedAuthentications } from './access/failed-authentications.js';
export { originOf, requestIdOf } from './access/origin.js';
export { Permit } from './access/permit.js';
export { Public } from './access/public.js';
export { Refusals } from './access/refusals.js';
export type { RouteAccess } from './access/route-permissions.js';
export type { Environment, EnvironmentName } from './configuration/environment.js';
export { readEnvironment } from './configuration/read-environment.js';
export type { FeatureFlags, Tier } from './configuration/features.js';
export type { TokenIssuer } from './configuration/tokens.js';
export { EnvironmentError } from './configuration/variables.js';
export { anthropicError, openAiError } from './errors/error-reply.js';
export { HTTP_ERRORS } from './errors/error-table.js';
export { toDomainError } from './errors/to-domain-error.js';
export { createApplication, type ApplicationOptions } from './http/create-application.js';
export { envelope, pagination, type Envelope, type Pagination } from './http/envelope.js';
export { serve, type ServeOptions } from './http/serve.js';
export { STREAM_HEADERS } from './http/response-headers.js';
export { madeRoom } from './load/shed-load.js';
export { Log, type LogFields, type LogLevel } from './logging/log.js';
export type { MetricSnapshot } from './metrics/metric.js';
export { Metrics } from './metrics/metrics.js';
export { metricsToken } from './access/metrics-token.js';
export { MetricsController, MetricsSource, ScrapeController } from './metrics/metrics.controller.js';
export { measureProcess } from './metrics/process-metrics.js';
export type { ProcessMetrics } from './metrics/prometheus-text.js';
export { ApiEnvelope } from './openapi/api-envelope.js';
export { BodyExample } from './openapi/body-example.js';
export { describeControllers, type ApiTitle } from './openapi/openapi.js';
export { HealthChecks, type CheckResult, type HealthCheck } from './probes/health-checks.js';
export { Deployment, ProbesController } from './probes/probes.controller.js';
export { bind, provide } from './wiring/provide.js';
export { causeOf, whyFailed } from './logging/why-failed.js';
export { runProcess, type Running } from './process/run-process.js';
export {
  ChoiceField,
  FlagField,
  MomentField,
  PatternField,
  TextField,
  TextListField,
  UuidField,
  WholeNumberField,
} from './validation/body-fields.js';
export { Flag, Moment, OneOf, Text, WholeNumber, WithoutNul } from './validation/query-fields.js';
export { instantOf } from './validation/moments.js';
export { EachNested, Nested, OptionalNested } from './validation/nested.js';
export { validated } from './validation/validated.js';
