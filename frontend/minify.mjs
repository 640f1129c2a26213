// Minifies the script that loads the app. trunk calls this after each build; its own minifier fails on
// what wasm-bindgen writes.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { minify } from "terser";

const folder = process.env.TRUNK_STAGING_DIR;
const scripts = process.env.TRUNK_PROFILE === "release" ? readdirSync(folder) : [];
for (const name of scripts.filter((name) => name.endsWith(".js"))) {
  const path = join(folder, name);
  const { code } = await minify(readFileSync(path, "utf8"), { module: true });
  writeFileSync(path, code);
}
