/** In place of the language service's files, whose globals are those of `kusto-environment.js`. */
module.exports = {};
