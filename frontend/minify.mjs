// Makes the script small that loads the app; trunk calls this after each build. Its own minifier does
// not understand what wasm-bindgen writes.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { minify } from "terser";

const folder = process.env.TRUNK_STAGING_DIR;
for (const name of readdirSync(folder).filter((name) => name.endsWith(".js"))) {
  const path = join(folder, name);
  const { code } = await minify(readFileSync(path, "utf8"), { module: true });
  writeFileSync(path, code);
}
