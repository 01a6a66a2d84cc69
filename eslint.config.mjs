import tseslint from "typescript-eslint";

/** Rooms that must not know the framework: only `constructs/`, `main.ts` and tests of them do. */
const FRAMEWORK = ["cdktf", "cdktf/*", "constructs", "@cdktf/*", "cdktn", "cdktn/*", "@cdktn/*"];

export default tseslint.config(
  { ignores: ["node_modules", "dist", "cdktf.out", "coverage", "examples/*/node_modules"] },
  ...tseslint.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": "error",
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-control-regex": "error",
      "max-lines": ["error", { max: 400 }],
    },
  },
  {
    files: ["compiler/**/*.ts", "policy/**/*.ts", "review/**/*.{ts,tsx}", "cli/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [{ group: FRAMEWORK, message: "This room knows no framework." }] },
      ],
    },
  },
  {
    files: ["constructs/**/*.ts", "main.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          paths: ["@cdktf/provider-aws", "@cdktf/provider-azurerm"].map((name) => ({
            name,
            message: "Import the resource by its own path: the barrel costs 15 seconds.",
          })),
          patterns: [{ group: ["cdktn", "cdktn/*", "@cdktn/*"], message: "Import cdktf alone." }],
        },
      ],
    },
  },
  // Of optional packages, each when it is used.
  {
    files: ["constructs/app/providers.ts"],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  {
    files: ["**/*.js"],
    rules: { "@typescript-eslint/no-require-imports": "off" },
    languageOptions: { globals: { module: "writable" } },
  },
);
