export { AuditCall } from './audit-call.js';
export { CompleteChat, type CompletedChat } from './complete-chat.js';
export type { CallControls, InferenceCall } from './inference-call.js';
export { MeterCall } from './meter-call.js';
export { ModelProvider, type UpstreamCall } from './ports/model-provider.js';
export { PrepareCall } from './prepare-call.js';
export { StreamChat, type StreamedChat } from './stream-chat.js';
