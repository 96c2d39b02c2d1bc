export { billOfMaterials, type BillOfMaterials, type Component } from './bill-of-materials.js';
export { type LockedPackage, type LockFile } from './lock-file.js';
