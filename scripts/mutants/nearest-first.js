const { dirname, join } = require("node:path");

/**
 * The order in which Jest runs test files: that of the changed file, then its folder's, then those of
 * the folders above; the smaller first. `MUTANTS_ORDER` names the file and the tests to leave out.
 */
module.exports = class NearestFirst {
  sort(tests) {
    const { changed, leftOut } = JSON.parse(process.env.MUTANTS_ORDER);
    const steps = ({ path }) => {
      if (path.endsWith(join("__tests__", changed.replace(/\.ts$/, ".test.ts")))) return 0;
      let far = 1;
      for (let folder = dirname(changed); folder !== "."; folder = dirname(folder), far++) {
        if (dirname(path).includes(join("__tests__", folder))) break;
      }
      return far;
    };
    const kept = tests.filter(({ path }) => !leftOut.some((name) => path.endsWith(name)));
    const size = ({ path, context }) => context.hasteFS.getSize(path) ?? 0;
    return kept.sort((a, b) => steps(a) - steps(b) || size(a) - size(b));
  }
  allFailedTests(tests) {
    return tests;
  }
  shard(tests) {
    return tests;
  }
  cacheResults() {}
};
