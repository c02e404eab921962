// Builds the front-end files that are committed, and notes their versions. Run by `python3 dev.py assets`.
import { build } from "esbuild";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";

const PAGES = "../src/accord/web/static/web/vendor";
const TESTS = "../tests/vendor";
const versions = { "axe-core": await installed("axe-core"), "nhsuk-frontend": await installed("nhsuk-frontend") };

async function installed(name) {
  return JSON.parse(await readFile(`node_modules/${name}/package.json`, "utf8")).version;
}

await mkdir(PAGES, { recursive: true });
await mkdir(TESTS, { recursive: true });
await build({
  entryPoints: ["behaviours.js"],
  outfile: `${PAGES}/behaviours.js`,
  banner: { js: `/*! nhsuk-frontend ${versions["nhsuk-frontend"]}, MIT License: see LICENSES.txt */` },
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2020",
  legalComments: "none",
});
await copyFile("licences/nhsuk-frontend.txt", `${PAGES}/LICENSES.txt`);
await copyFile("node_modules/axe-core/axe.min.js", `${TESTS}/axe.min.js`);
const licences = ["LICENSE", "LICENSE-3RD-PARTY.txt"].map((name) => readFile(`node_modules/axe-core/${name}`, "utf8"));
await writeFile(`${TESTS}/LICENSES.txt`, (await Promise.all(licences)).join("\n"));

async function note(folder, file, name) {
  const text = JSON.stringify({ [file]: { package: name, version: versions[name] } }, null, 2);
  await writeFile(`${folder}/versions.json`, `${text}\n`);
}

await note(PAGES, "behaviours.js", "nhsuk-frontend");
await note(TESTS, "axe.min.js", "axe-core");
