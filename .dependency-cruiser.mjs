/** `npm run cycles`: no file may lead back to itself, neither by values nor by types, across all projects. */
export default {
  forbidden: [{ name: 'no-circular', severity: 'error', from: {}, to: { circular: true } }],
  options: {
    includeOnly: '^(apps|libs|tools)/',
    exclude: '(^|/)(node_modules|dist)/|^tools/bench/peers/',
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['@radiant/source', 'import', 'node'] },
  },
};
