import { MetricsController, ProbesController } from '@radiant/nest-kit';
import { NativeChatController } from './chat/native-chat.controller.js';
import { OpenAiChatController } from './chat/openai-chat.controller.js';
import { OpenAiCompletionsController } from './completions/openai-completions.controller.js';
import { NativeEmbeddingsController } from './embeddings/native-embeddings.controller.js';
import { OpenAiEmbeddingsController } from './embeddings/openai-embeddings.controller.js';
import { InvitationsController } from './invitations/invitations.controller.js';
import { JwksController } from './issuer/jwks.controller.js';
import { MessagesController } from './messages/messages.controller.js';
import { ModerationsController } from './moderations/moderations.controller.js';
import { NativeModelsController } from './models/native-models.controller.js';
import { OpenAiModelsController } from './models/openai-models.controller.js';
import { ProvidersController } from './models/providers.controller.js';
import { PhiController } from './phi/phi.controller.js';
import { ReidentificationController } from './phi/reidentification.controller.js';
import { ReceiptsController } from './receipts/receipts.controller.js';
import { RerankController } from './rerank/rerank.controller.js';
import { ResponsesController } from './responses/responses.controller.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { UsageController } from './usage/usage.controller.js';

/** Every route of the public API. */
export const PUBLIC_API_CONTROLLERS = [
  OpenAiChatController,
  MessagesController,
  ResponsesController,
  OpenAiCompletionsController,
  OpenAiModelsController,
  NativeChatController,
  OpenAiEmbeddingsController,
  NativeEmbeddingsController,
  ModerationsController,
  RerankController,
  NativeModelsController,
  ProvidersController,
  PhiController,
  ReidentificationController,
  SessionsController,
  ReceiptsController,
  UsageController,
  InvitationsController,
  JwksController,
  MetricsController,
  ProbesController,
];
