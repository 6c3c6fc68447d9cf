// What ESLint asks of every script: names that are imported, short functions, readable lines.
import js from "@eslint/js";
import { createNodeResolver, importX } from "eslint-plugin-import-x";
import globals from "globals";

const WIDGETS = "src/tying/widgets/**/*.js";
const PREDICTIONS = "book/_ext/tied_book/predictions/js/*.js";
const RULES = {
  ...js.configs.recommended.rules,
  complexity: ["error", 10],
  eqeqeq: "error",
  "max-len": ["error", 100],
  "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
  curly: ["error", "multi-line"],
  "one-var": ["error", "never"],
  "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
  "no-var": "error",
  "prefer-const": "error",
};

// What widgets use of a browser. All that it has would be too much: `name`, `top` and `origin` are
// among it, and a module that forgot to import its own would not be found.
const BROWSER = [
  "DOMPoint",
  "ResizeObserver",
  "cancelAnimationFrame",
  "clearInterval",
  "clearTimeout",
  "document",
  "matchMedia",
  "requestAnimationFrame",
  "setInterval",
  "setTimeout",
];

// What linker.py goes by: modules that it finds, and lines that it may strip one by one.
const LINKED = {
  "import-x/export": "error",
  "import-x/named": "error",
  "import-x/no-cycle": "error",
  "import-x/no-unresolved": "error",
  "import-x/order": [
    "error",
    { groups: ["parent", "sibling"], alphabetize: { order: "asc" }, "newlines-between": "never" },
  ],
  "no-multi-str": "error",
  "no-restricted-syntax": [
    "error",
    { selector: "TemplateElement[value.raw=/\\n/]", message: "Indentation is stripped: use \\n." },
    { selector: "ImportExpression", message: "A widget is one script and loads no other." },
    { selector: "ExportNamedDeclaration[source]", message: "Import the name where it is used." },
    { selector: "ExportNamedDeclaration[declaration.kind='let']", message: "Export a const." },
  ],
};

export default [
  { ignores: ["_build/", ".venv/", "node_modules/", "book/vendor/katex/"] },
  { files: ["**/*.js", "**/*.mjs"], rules: RULES },
  {
    files: [WIDGETS],
    languageOptions: { globals: Object.fromEntries(BROWSER.map((name) => [name, "readonly"])) },
    plugins: { "import-x": importX },
    settings: { "import-x/resolver-next": [createNodeResolver()] },
    rules: LINKED,
  },
  { files: ["book/**/*.js"], languageOptions: { sourceType: "script", globals: globals.browser } },
  {
    files: [PREDICTIONS],
    languageOptions: { sourceType: "module", globals: globals.browser },
    plugins: { "import-x": importX },
    settings: { "import-x/resolver-next": [createNodeResolver()] },
    rules: LINKED,
  },
  {
    files: ["book/_ext/tied_book/search_scorer.js"], // it stands behind Sphinx's own scripts
    languageOptions: {
      globals: {
        DOCUMENTATION_OPTIONS: "readonly",
        Search: "readonly",
        Stemmer: "readonly",
        splitQuery: "readonly",
        stopwords: "readonly",
      },
    },
  },
  { files: ["*.mjs", "tests/**/*.js"], languageOptions: { globals: globals.node } },
];
