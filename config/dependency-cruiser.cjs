/** The import walls of the product. Each rule names what it protects; types count, cycles are refused. */
const only = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    only('no-cycles', 'A cycle cannot be read top-down.', {}, { circular: true }),
    only(
      'contract-is-the-bottom',
      'The contract imports the schema library only; it runs in the browser too.',
      { path: '^agent/contract' },
      { pathNot: ['^agent/contract', '^node_modules/typebox'] },
    ),
    only(
      'kiosk-knows-the-contract',
      'Pages see the contract, never the agent behind it.',
      { path: '^kiosk', pathNot: '^kiosk/vite.config.ts$' },
      { path: '^(agent/(?!contract)|drivers|models|central|scripts|test|config)' },
    ),
    only(
      'drivers-are-alone',
      'A driver knows vocabulary, faults and its own family.',
      { path: '^drivers/' },
      { path: '^(agent/(?!contract/(vocabulary|faults))|models|central|kiosk|scripts|test)' },
    ),
    only(
      'one-driver-family',
      'One driver family never imports another.',
      { path: '^drivers/([^/]+)/' },
      { path: '^drivers/[^/]+/', pathNot: '^drivers/$1/' },
    ),
    only(
      'models-are-alone',
      'Recognisers know vocabulary, faults and their own folder.',
      { path: '^models/' },
      { path: '^(agent/(?!contract/(vocabulary|faults))|drivers|central|kiosk|scripts|test)' },
    ),
    only(
      'domain-is-pure',
      'The domain decides from values: no files, timers, machines or devices.',
      { path: '^agent/domain' },
      { pathNot: ['^agent/(domain|contract)', '^node_modules/(mrz|typebox)'] },
    ),
    only(
      'session-knows-ports-as-types',
      'The session drives ports; the devices and the store behind them are wired in.',
      { path: '^agent/session' },
      {
        path: '^(agent/(store|upload|api|observe|wiring)|central|kiosk|scripts|test|node_modules/(fastify|@fastify|better-sqlite3))',
      },
    ),
    only(
      'session-imports-no-driver-value',
      'Ports are types for the session.',
      { path: '^agent/session' },
      { path: '^(drivers|models)', dependencyTypesNot: ['type-only'] },
    ),
    ...['store', 'upload', 'api', 'observe'].map((room) =>
      only(
        `${room}-meets-others-in-wiring`,
        'These rooms meet in agent/wiring.ts only.',
        { path: `^agent/${room}` },
        { path: `^(agent/(?!contract|domain|${room})|central|kiosk|scripts|test)` },
      ),
    ),
    only(
      'rooms-see-ports-as-types',
      'Ports are types outside the wiring.',
      { path: '^agent/(store|upload|api|observe)' },
      { path: '^(drivers|models)', dependencyTypesNot: ['type-only'] },
    ),
    only(
      'centre-trusts-nobody',
      'The centre shares words and the engine with the station, never its signer, store or session.',
      { path: '^central' },
      { path: '^(agent/(?!contract|domain)|drivers|models|kiosk|scripts|test)' },
    ),
    only(
      'centre-verifies-by-itself',
      'The station signs with jose; the centre must not verify with the same code.',
      { path: '^central' },
      { path: '^node_modules/jose' },
    ),
    only(
      'nobody-imports-scripts-or-tests',
      'Scripts and tests are the top.',
      { path: '^(agent|drivers|models|central|kiosk)' },
      { path: '^(scripts|test)' },
    ),
    only('resolvable', 'Every import resolves.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage|\\.cache)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
