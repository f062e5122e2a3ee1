import { createHash } from 'node:crypto';

const product = 'pkg:generic/satcom';
const algorithms = { sha1: 'SHA-1', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' };
const byRef = (a, b) => (a['bom-ref'] ?? a.ref).localeCompare(b['bom-ref'] ?? b.ref, 'en');

/** A licence as CycloneDX has it: one SPDX id, an expression of several, or the address where it is read. */
function licences(text) {
  if (/^https?:/.test(text)) return [{ license: { name: 'see its address', url: text } }];
  return / (AND|OR|WITH) /.test(text) ? [{ expression: text }] : [{ license: { id: text } }];
}

function component({ name, version, kind, integrity, licence, ships }) {
  const scoped = kind === 'npm' && name.startsWith('@') ? name.split('/') : undefined;
  const [algorithm, content] = integrity;
  return {
    type: 'library',
    'bom-ref': purlOf(kind, name, version),
    ...(scoped ? { group: scoped[0], name: scoped[1] } : { name }),
    version,
    // What builds and tests Satcom, but is no part of it, is excluded.
    scope: ships ? 'required' : 'excluded',
    hashes: [{ alg: algorithms[algorithm], content: Buffer.from(content, 'base64').toString('hex') }],
    licenses: licences(licence),
    purl: purlOf(kind, name, version),
  };
}

export const purlOf = (kind, name, version) => `pkg:${kind}/${name.replace('@', '%40')}@${version}`;

/** A UUID that is the content's own, so that the same content has the same number. */
function serialNumber(content) {
  const hex = createHash('sha256').update(content).digest('hex');
  const variant = ((Number.parseInt(hex[16], 16) & 3) | 8).toString(16);
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * The bill of packages: { kind, name, version, integrity: [algorithm, base64], licence, ships, direct, needs: [purl] }. One that several
 * lock files resolve is there once.
 */
export function billOf(version, packages) {
  const components = new Map();
  const needs = new Map([[product, new Set()]]);
  for (const each of packages) {
    const ref = purlOf(each.kind, each.name, each.version);
    const known = components.get(ref);
    if (!known || (each.ships && known.scope === 'excluded')) components.set(ref, component(each));
    if (!needs.has(ref)) needs.set(ref, new Set());
    for (const need of each.needs) needs.get(ref).add(need);
    if (each.direct) needs.get(product).add(ref);
  }

  const listed = [...components.values()].sort(byRef);
  const dependencies = [...needs].map(([ref, on]) => ({ ref, dependsOn: [...on].sort((a, b) => a.localeCompare(b, 'en')) })).sort(byRef);
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: serialNumber(JSON.stringify([version, listed, dependencies])),
    version: 1,
    metadata: { component: { type: 'application', 'bom-ref': product, name: 'satcom', version, licenses: [{ license: { id: 'Apache-2.0' } }] } },
    components: listed,
    dependencies,
  };
}
