export type { OnnxSecondOpinion } from './onnx/onnx-second-opinion.js';
export { openOnnxSecondOpinion, type OnnxOptions } from './onnx/open-onnx-second-opinion.js';
export { ModelFolderError } from './onnx/read-model-folder.js';
export { PresidioSecondOpinion, type PresidioOptions } from './presidio/presidio-second-opinion.js';
