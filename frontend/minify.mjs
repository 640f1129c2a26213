// Makes a release build small; trunk calls this after each build. wasm-opt optimises the WebAssembly for size and
// gives its imports and exports short names instead of those of wasm-bindgen, which hold hashes. terser gives the
// script that loads it the same names, and minifies it.
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { minify } from "terser";

const WASM_OPT = [
  "--enable-bulk-memory",
  "--enable-nontrapping-float-to-int",
  "--enable-reference-types",
  "--enable-sign-ext",
  "--enable-mutable-globals",
  "--enable-multivalue",
  "--strip-producers",
  "--strip-target-features",
  "-O2",
  "-Os",
  "--minify-imports-and-exports-and-modules",
];

/** Optimises a module in place. Returns pairs of an old and a new name. */
function optimise(wasm) {
  const names = JSON.parse(execFileSync("wasm-opt", [...WASM_OPT, wasm, "-o", wasm]));
  const imports = names.imports.flatMap(([module, name, short]) => [[module, "a"], [name, short]]);
  return [...imports, ...names.exports];
}

/** Minifies a script in place, and renames the properties that have a new name. */
async function minifyScript(script, names) {
  const props = Object.fromEntries(names.map(([name, short]) => [`$${name}`, short]));
  const { code } = await minify(readFileSync(script, "utf8"), {
    module: true,
    mangle: { properties: { builtins: true, only_cache: true } },
    nameCache: { props: { props } },
  });
  writeFileSync(script, code);
}

if (process.env.TRUNK_PROFILE === "release") {
  const folder = process.env.TRUNK_STAGING_DIR;
  const find = (end) => join(folder, readdirSync(folder).find((name) => name.endsWith(end)));
  await minifyScript(find(".js"), optimise(find(".wasm")));
}
