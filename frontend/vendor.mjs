// Copies what the pages need out of node_modules into the package. Run by developers: make vendor.
// The result is committed with its versions, licences and hashes, so that users need no Node.
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const web = join(here, "..", "src", "nhacviec", "web");
const target = join(web, "static", "web", "vendor");
const icons = join(web, "icons");
const tests = join(here, "..", "tests", "vendor");
const subsets = ["vietnamese", "latin", "latin-ext"];
const manifest = [];

const info = (name) => JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));
const sha256 = (data) => createHash("sha256").update(data).digest("hex");

function put(folder, file, data, source, shown) {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), data);
  const { version, license } = info(source);
  manifest.push({ package: source, version, licence: license, file: shown ?? file, sha256: sha256(data) });
}

const copy = (source, from, to) => put(target, to, readFileSync(join(modules, source, from)), source);

function font(source, family, css, variants) {
  // The style sheets of @fontsource, cut to our subsets and to woff2.
  const faces = [];
  for (const [weight, style] of variants) {
    const sheet = style === "italic" ? `${weight}-italic.css` : `${weight}.css`;
    const blocks = readFileSync(join(modules, source, sheet), "utf8").match(/@font-face \{[^}]*\}/g);
    for (const subset of subsets) {
      const name = `${family}-${subset}-${weight}-${style}.woff2`;
      const face = blocks.find((block) => block.includes(`/${name}`));
      faces.push(face.replace(/, url\([^)]*\.woff\) format\('woff'\)/, ""));
      copy(source, `files/${name}`, `files/${name}`);
    }
  }
  put(target, css, faces.join("\n").replace(/\s*\n\s*/g, "").replaceAll("}@", "}\n@") + "\n", source);
}

rmSync(target, { recursive: true, force: true });
rmSync(icons, { recursive: true, force: true });

const tabler = readFileSync(join(modules, "@tabler/core/dist/css/tabler.min.css"), "utf8");
put(target, "tabler.min.css", tabler.replace(/\/\*# sourceMappingURL=.*?\*\/\s*$/, ""), "@tabler/core");
copy("echarts", "dist/echarts.common.min.js", "echarts.common.min.js");
font("@fontsource/be-vietnam-pro", "be-vietnam-pro", "be-vietnam-pro.css", [
  [400, "normal"], [500, "normal"], [600, "normal"], [700, "normal"],
]);
font("@fontsource/tinos", "tinos", "tinos.css", [
  [400, "normal"], [400, "italic"], [700, "normal"], [700, "italic"],
]);
for (const weight of [400, 600]) {
  const name = `files/inter-latin-${weight}-normal.woff2`;
  copy("@fontsource/inter", name, name);
}

copy("@fontsource/be-vietnam-pro", "LICENSE", "licences/be-vietnam-pro.txt");
copy("@fontsource/inter", "LICENSE", "licences/inter.txt");
copy("@fontsource/tinos", "LICENSE", "licences/tinos.txt");
copy("@tabler/icons", "LICENSE", "licences/tabler-icons.txt");
copy("echarts", "LICENSE", "licences/echarts.txt");
copy("echarts", "NOTICE", "licences/echarts-notice.txt");
// The package of Tabler's style sheet carries no licence file, only the line at the head of the sheet: the MIT text
// is the one of its icons, with the holders that the sheet names. The sheet builds on Bootstrap, MIT as well.
const mit = readFileSync(join(modules, "@tabler/icons/LICENSE"), "utf8").split("\n\n");
put(target, "licences/tabler.txt", [
  mit[0],
  "Copyright (c) 2018-2026 The Tabler Authors\nCopyright (c) 2018-2026 codecalm.net Paweł Kuna\nCopyright (c) 2011-2026 The Bootstrap Authors",
  ...mit.slice(2),
].join("\n\n"), "@tabler/core");

for (const name of readFileSync(join(here, "icons.txt"), "utf8").split("\n").filter(Boolean)) {
  const from = name.endsWith("-filled") ? `filled/${name.slice(0, -7)}` : `outline/${name}`;
  const drawing = readFileSync(join(modules, "@tabler/icons/icons", `${from}.svg`), "utf8").replace(/<!--[\s\S]*?-->\s*/, "");
  put(icons, `${name}.svg`, drawing, "@tabler/icons", `../../../icons/${name}.svg`);
}

mkdirSync(tests, { recursive: true });
cpSync(join(modules, "axe-core/axe.min.js"), join(tests, "axe.min.js"));

manifest.sort((a, b) => (a.file < b.file ? -1 : 1));
writeFileSync(join(target, "manifest.json"), JSON.stringify(manifest, null, 1) + "\n");
console.log(`${manifest.length} files`);
