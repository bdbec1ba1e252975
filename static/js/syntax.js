/** Colours code. A language's grammar is fetched when it is first seen. Knows no Markdown. */
import hljs from "@highlightjs/cdn-assets/es/core.min.js";

// Grammars by the names that models write after a fence.
const GRAMMARS = new Map(
  Object.entries({
    bash: "bash sh zsh",
    c: "c h",
    cpp: "cpp c++ cc hpp",
    csharp: "csharp c# cs",
    css: "css",
    diff: "diff patch",
    dockerfile: "dockerfile docker",
    elixir: "elixir ex",
    go: "go golang",
    graphql: "graphql gql",
    haskell: "haskell hs",
    ini: "ini toml cfg conf",
    java: "java",
    javascript: "javascript js jsx mjs",
    json: "json jsonc json5",
    julia: "julia jl",
    kotlin: "kotlin kt",
    lua: "lua",
    makefile: "makefile make",
    markdown: "markdown md",
    nginx: "nginx",
    perl: "perl pl",
    php: "php",
    powershell: "powershell ps1",
    python: "python py python3",
    r: "r",
    ruby: "ruby rb",
    rust: "rust rs",
    scala: "scala",
    scss: "scss sass",
    shell: "shell console shell-session",
    sql: "sql postgresql sqlite mysql",
    swift: "swift",
    typescript: "typescript ts tsx",
    xml: "xml html svg htm",
    yaml: "yaml yml",
  }).flatMap(([grammar, names]) => names.split(" ").map((name) => [name, grammar])),
);

const LONGEST_COLOURED = 60_000; // characters; beyond this colouring would hold up the page

/** @type {Map<string, Promise<void>>} */
const loading = new Map();

/**
 * @param {string} code
 * @param {string} language
 * @returns {string | null} escaped HTML made of spans only; null if it stays plain for now
 */
export function colour(code, language) {
  const grammar = GRAMMARS.get(language.toLowerCase());
  if (!grammar || !hljs.getLanguage(grammar) || code.length > LONGEST_COLOURED) return null;
  return hljs.highlight(code, { language: grammar, ignoreIllegals: true }).value;
}

/**
 * Resolves when `colour` can do what it ever will for this language. Never rejects.
 * @param {string} language
 * @returns {Promise<void>}
 */
export function loadGrammar(language) {
  const grammar = GRAMMARS.get(language.toLowerCase());
  if (!grammar) return Promise.resolve();
  const known = loading.get(grammar) ?? fetchGrammar(grammar);
  loading.set(grammar, known);
  return known;
}

/** @param {string} grammar */
async function fetchGrammar(grammar) {
  try {
    const module = await import(`@highlightjs/cdn-assets/es/languages/${grammar}.min.js`);
    hljs.registerLanguage(grammar, module.default);
  } catch {
    loading.delete(grammar); // offline: plain code now, another try with the next block
  }
}
