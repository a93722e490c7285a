// The bill of materials of what is shipped, as CycloneDX 1.6: every crate that the command line and the
// window link (development and build dependencies left out), and every npm package of the lock file.
//   node scripts/sbom.mjs > dist/penstock.cdx.json
// Nothing is guessed: names, versions, licences and edges are cargo's and npm's, hashes are the lock
// files'. The same tree gives the same bytes: no time, and a serial number that is made of the content.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const SHIPPED = ['penstock-cli', 'penstock-desktop'];

const metadata = JSON.parse(
  execFileSync('cargo', ['metadata', '--format-version', '1', '--locked'], { cwd: root, maxBuffer: 1 << 28 }),
);
const hashes = new Map(
  [...readFileSync(join(root, 'Cargo.lock'), 'utf8').matchAll(/name = "(.+)"\nversion = "(.+)"\nsource = .+\nchecksum = "(.+)"/g)].map(
    ([, name, version, hash]) => [`${name}@${version}`, hash],
  ),
);
const packages = new Map(metadata.packages.map((one) => [one.id, one]));
const nodes = new Map(metadata.resolve.nodes.map((one) => [one.id, one]));
const crateRef = (one) => `pkg:cargo/${one.name}@${one.version}`;
const linked = (id) =>
  nodes.get(id).deps.filter((dep) => dep.dep_kinds.some((kind) => kind.kind === null)).map((dep) => dep.pkg);

const seen = new Set();
const waiting = metadata.packages.filter((one) => SHIPPED.includes(one.name) && one.source === null).map((one) => one.id);
if (waiting.length !== SHIPPED.length) throw new Error(`not all of ${SHIPPED} are in the workspace`);
const shippedIds = [...waiting];
while (waiting.length > 0) {
  const id = waiting.pop();
  if (seen.has(id)) continue;
  seen.add(id);
  waiting.push(...linked(id));
}

const crates = [...seen].map((id) => {
  const one = packages.get(id);
  const hash = hashes.get(`${one.name}@${one.version}`);
  if (one.source !== null && !hash) throw new Error(`Cargo.lock has no checksum of ${crateRef(one)}`);
  return {
    type: 'library',
    'bom-ref': crateRef(one),
    name: one.name,
    version: one.version,
    purl: crateRef(one),
    licenses: [one.license ? { expression: one.license.replaceAll('/', ' OR ') } : { license: { name: `see ${one.license_file} in the crate` } }],
    ...(hash ? { hashes: [{ alg: 'SHA-256', content: hash }] } : {}),
  };
});

const lock = JSON.parse(readFileSync(join(root, 'ui/package-lock.json'), 'utf8'));
const npm = Object.entries(lock.packages)
  .filter(([path]) => path.includes('node_modules/'))
  .map(([path, one]) => {
    const name = one.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const purl = `pkg:npm/${name.replace('@', '%40')}@${one.version}`;
    const [algorithm, digest] = (one.integrity ?? '').split('-');
    return {
      type: 'library',
      'bom-ref': purl,
      name,
      version: one.version,
      purl,
      // What only builds the pages is not shipped; what is compiled into them stands under either heading.
      scope: one.dev ? 'optional' : 'required',
      ...(one.license ? { licenses: [{ expression: one.license }] } : {}),
      ...(algorithm === 'sha512' ? { hashes: [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }] } : {}),
    };
  });

const byRef = (a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : a['bom-ref'] > b['bom-ref'] ? 1 : 0);
const components = [...new Map([...crates, ...npm].map((one) => [one['bom-ref'], one])).values()].sort(byRef);
const dependencies = [...seen]
  .map((id) => ({ ref: crateRef(packages.get(id)), dependsOn: [...new Set(linked(id).map((dep) => crateRef(packages.get(dep))))].sort() }))
  .sort((a, b) => (a.ref < b.ref ? -1 : 1));
const version = packages.get(shippedIds[0]).version;
dependencies.unshift({ ref: 'penstock', dependsOn: shippedIds.map((id) => crateRef(packages.get(id))).sort() });
const digest = createHash('sha256').update(JSON.stringify([components, dependencies])).digest('hex');
// A UUID of version 8: its bits are ours.
const uuid = `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`;

process.stdout.write(
  `${JSON.stringify(
    {
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      serialNumber: `urn:uuid:${uuid}`,
      version: 1,
      metadata: { component: { type: 'application', 'bom-ref': 'penstock', name: 'penstock', version } },
      components,
      dependencies,
    },
    null,
    1,
  )}\n`,
);
