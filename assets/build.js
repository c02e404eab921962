// Builds the front-end files that are committed, and notes their versions. Run by `python3 dev.py assets`.
import { build } from "esbuild";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";

const PAGES = "../src/accord/web/static/web/vendor";
const BOOTH = "../src/accord/booth/static/booth";
const TESTS = "../tests/vendor";
const BLIND = "@cloudflare/blindrsa-ts";
const versions = Object.fromEntries(
  await Promise.all(["axe-core", "nhsuk-frontend", BLIND, "sjcl"].map(async (name) => [name, await installed(name)])),
);

async function installed(name) {
  return JSON.parse(await readFile(`node_modules/${name}/package.json`, "utf8")).version;
}

async function bundle(folder, file, banner, define) {
  await build({
    entryPoints: [file],
    outfile: `${folder}/${file}`,
    banner: { js: `/*! ${banner}: see LICENSES.txt */` },
    define,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2020",
    legalComments: "none",
  });
}

async function licences(folder, paths) {
  const texts = await Promise.all(paths.map((path) => readFile(`node_modules/${path}`, "utf8")));
  await writeFile(`${folder}/LICENSES.txt`, texts.join("\n"));
}

for (const folder of [PAGES, BOOTH, TESTS]) {
  await mkdir(folder, { recursive: true });
}
await bundle(PAGES, "behaviours.js", `nhsuk-frontend ${versions["nhsuk-frontend"]}, MIT License`);
// sjcl looks for the module systems and the randomness of other places than a browser
const elsewhere = { module: "undefined", define: "undefined", require: "undefined" };
const blind = `${BLIND} ${versions[BLIND]}, Apache License 2.0, with sjcl ${versions.sjcl}, BSD 2-Clause License`;
await bundle(BOOTH, "tokens.js", blind, elsewhere);
await licences(BOOTH, [`${BLIND}/LICENSE.txt`, "sjcl/LICENSE.txt"]);
await copyFile("licences/nhsuk-frontend.txt", `${PAGES}/LICENSES.txt`);
await copyFile("node_modules/axe-core/axe.min.js", `${TESTS}/axe.min.js`);
await licences(TESTS, ["axe-core/LICENSE", "axe-core/LICENSE-3RD-PARTY.txt"]);

async function note(folder, file, name) {
  const text = JSON.stringify({ [file]: { package: name, version: versions[name] } }, null, 2);
  await writeFile(`${folder}/versions.json`, `${text}\n`);
}

await note(PAGES, "behaviours.js", "nhsuk-frontend");
await note(BOOTH, "tokens.js", BLIND);
await note(TESTS, "axe.min.js", "axe-core");
