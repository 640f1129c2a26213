// Finishes a build of the web app; trunk calls this after each build. wasm-split-cli splits the module that cargo has
// built into the main part and the parts that the app loads when they are opened (`src/lazy.rs`), and wasm-bindgen
// writes the script of the main part. In a release build, wasm-opt optimises all parts for size and gives the imports
// and exports of the main part short names instead of those of wasm-bindgen, which hold hashes. terser gives the script
// the same names, and minifies it. The names of all files are made of hashes of their contents.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { minify } from "terser";

const APP = "seat-dealer-web";
const WASM_OPT = [
  "--enable-bulk-memory",
  "--enable-nontrapping-float-to-int",
  "--enable-reference-types",
  "--enable-sign-ext",
  "--enable-mutable-globals",
  "--enable-multivalue",
  "--strip-debug",
  "--strip-producers",
  "--strip-target-features",
  "-O2",
  "-Os",
];

const { TRUNK_PROFILE, TRUNK_SOURCE_DIR, TRUNK_STAGING_DIR, CARGO_TARGET_DIR } = process.env;
const isRelease = TRUNK_PROFILE === "release";

/** Splits the module of cargo into files in `folder`: the main part and its script, further parts and their loader. */
function split(folder) {
  const target = CARGO_TARGET_DIR ?? join(TRUNK_SOURCE_DIR, "..", "target");
  const profile = isRelease ? "web" : "debug";
  const built = join(target, "wasm32-unknown-unknown", profile, `${APP}.wasm`);
  const run = (program, ...args) => execFileSync(program, args, { cwd: folder });
  run("wasm-split-cli", "--out-name", "main", built, "parts");
  const bindgen = ["--target", "web", "--no-typescript", "--keep-lld-exports", "--no-demangle"];
  run("wasm-bindgen", ...bindgen, "--out-dir", ".", "--out-name", APP, "parts/main.wasm");
  unlinkSync(join(folder, "parts/main.wasm"));
}

/** Replaces a pattern that must be there. */
function replace(text, pattern, replacement) {
  const replaced = text.replace(pattern, replacement);
  if (replaced === text) throw new Error(`${pattern} is not in what wasm-bindgen and wasm-split-cli have written`);
  return replaced;
}

/** Makes one script of the script of the main part and the loader of the others, which import each other. */
function joinScripts(script, loader) {
  const loaders = [];
  loader = replace(loader, /^import .*\n/, "");
  loader = replace(loader, /^export const (\w+)/gm, (_, name) => {
    loaders.push(name);
    return `const ${name}`;
  });
  // The other parts import the exports of the main part by their long names, so these are strings here.
  loader = replace(loader, /Object\.assign\((\S+), \{(.*)\}\)/, (_, imports, names) => {
    const pairs = names.match(/\w+/g).map((name) => `["${name}", ${name}]`);
    return `Object.assign(${imports}, Object.fromEntries([${pairs}]))`;
  });
  loader = replace(loader, "sharedImports.__wasm_split.__indirect", "initSync().__indirect");
  script = replace(script, /^import \* as import\d+ from .*\n/gm, "");
  // The loaders become imports of the main part, in one object with all others.
  script = replace(script, /import0,(\s*"\S+": import\d+,)+/, (imports) =>
    imports
      .replace(/import\d+/g, "import0")
      .replace("import0", `Object.assign(import0, { ${loaders} })`),
  );
  return script + loader;
}

/** Optimises a module for size in place. Returns the output of wasm-opt. */
function optimise(wasm, ...options) {
  // Its warnings are about names of debug symbols, which are stripped.
  const stdio = ["ignore", "pipe", "pipe"];
  return execFileSync("wasm-opt", [...WASM_OPT, ...options, wasm, "-o", wasm], { encoding: "utf8", stdio });
}

/** Optimises the main part in place. Returns the script with the new names of imports and exports, minified. */
async function optimiseMain(wasm, script) {
  const names = JSON.parse(optimise(wasm, "--minify-imports-and-exports-and-modules"));
  const imports = names.imports.flatMap(([module, name, short]) => [[module, "a"], [name, short]]);
  const props = Object.fromEntries([...imports, ...names.exports].map(([name, short]) => [`$${name}`, short]));
  const { code } = await minify(script, {
    module: true,
    mangle: { properties: { builtins: true, only_cache: true } },
    nameCache: { props: { props } },
  });
  return code;
}

const folder = mkdtempSync(join(tmpdir(), APP));
try {
  split(folder);
  const parts = join(folder, "parts");
  let script = joinScripts(
    readFileSync(join(folder, `${APP}.js`), "utf8"),
    readFileSync(join(parts, "__wasm_split.js"), "utf8"),
  );
  const publish = (stem, extension, content) => {
    const name = `${stem}-${createHash("sha256").update(content).digest("hex").slice(0, 16)}.${extension}`;
    writeFileSync(join(TRUNK_STAGING_DIR, name), content);
    return name;
  };
  for (const part of readdirSync(parts).filter((name) => name.endsWith(".wasm"))) {
    if (isRelease) optimise(join(parts, part));
    const name = publish(part.replace(".wasm", ""), "wasm", readFileSync(join(parts, part)));
    script = replace(script, `./${part}`, `./${name}`);
  }
  const main = join(folder, `${APP}_bg.wasm`);
  if (isRelease) script = await optimiseMain(main, script);

  // trunk has written the page for the files of the module as a whole.
  const page = join(TRUNK_STAGING_DIR, "index.html");
  let html = readFileSync(page, "utf8");
  for (const [pattern, stem, extension, content] of [
    [/seat-dealer-web-\w+_bg\.wasm/g, `${APP}_bg`, "wasm", readFileSync(main)],
    [/seat-dealer-web-\w+\.js/g, APP, "js", script],
  ]) {
    const [old] = html.match(pattern);
    unlinkSync(join(TRUNK_STAGING_DIR, old));
    html = replace(html, pattern, publish(stem, extension, content));
  }
  writeFileSync(page, html);
} finally {
  rmSync(folder, { recursive: true });
}
