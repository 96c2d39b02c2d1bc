export { createSageMakerClient, type SageMakerOptions } from './sagemaker-client.js';
export { SageMakerRuntime, type SageMakerTarget } from './sagemaker-runtime.js';
