import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Real files of others; they lie beside the project and not in it. */
const SBOMS = join(import.meta.dirname, '../../../../shared/data/sboms');

export function hasSamples() {
  return existsSync(join(SBOMS, 'expected.json'));
}

export function sample(name) {
  return readFileSync(join(SBOMS, name));
}

/** What was counted in a file by somebody else. */
export function expected(name) {
  return JSON.parse(sample('expected.json'))[name];
}

const ROOT = 'app';
const purlOf = (place) => `pkg:npm/bench-${place}@1.0.${place % 50}`;

/**
 * A generated CycloneDX BOM. `wide`: the product depends on everything; `chain`: everything on the next one.
 * @param padding characters of a description in each component, which readers pass over
 */
export function generatedBom(count, shape, padding = 0) {
  const places = Array.from({ length: count }, (_, place) => place);
  const description = padding > 0 ? { description: 'x'.repeat(padding) } : {};
  const after = (place) => (shape === 'chain' && place + 1 < count ? [purlOf(place + 1)] : []);
  return JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: { component: { type: 'application', name: ROOT, 'bom-ref': ROOT } },
    components: places.map((place) => ({
      type: 'library',
      name: `bench-${place}`,
      version: `1.0.${place % 50}`,
      'bom-ref': purlOf(place),
      purl: purlOf(place),
      ...description,
    })),
    dependencies: [
      { ref: ROOT, dependsOn: shape === 'wide' ? places.map(purlOf) : [purlOf(0)] },
      ...places.map((place) => ({ ref: purlOf(place), dependsOn: after(place) })),
    ],
  });
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const element = (name, text) => (text === undefined ? '' : `<${name}>${escaped(String(text))}</${name}>`);

/** A CycloneDX BOM of JSON as XML, with the parts of it that real files of XML have. */
export function asXml(bom) {
  return `<?xml version="1.0" encoding="UTF-8"?>
<bom xmlns="http://cyclonedx.org/schema/bom/${bom.specVersion}" version="1">
<metadata>${componentAsXml(bom.metadata.component)}</metadata>
<components>
${bom.components.map(componentAsXml).join('\n')}
</components>
<dependencies>
${bom.dependencies.map(dependencyAsXml).join('\n')}
</dependencies>
</bom>`;
}

function componentAsXml(component) {
  const { type, group, name, version, description, scope, hashes = [], licenses = [], purl } = component;
  const { externalReferences: references = [], properties = [], components = [] } = component;
  const hashList = hashes.map(({ alg, content }) => `<hash alg="${alg}">${content}</hash>`).join('');
  const licenseList = licenses.map(({ license }) => `<license>${element('id', license?.id)}</license>`).join('');
  const places = references.map((reference) => `<reference type="${reference.type}">${element('url', reference.url)}`);
  const own = properties.map((property) => `<property name="${escaped(property.name)}">${escaped(property.value)}`);
  return `<component type="${type}" bom-ref="${escaped(component['bom-ref'])}">
${[element('group', group), element('name', name), element('version', version), element('description', description)].join('\n')}
${element('scope', scope)}<hashes>${hashList}</hashes>
<licenses>${licenseList}</licenses>
${element('purl', purl)}
<externalReferences>${places.map((text) => `${text}</reference>`).join('\n')}</externalReferences>
<properties>${own.map((text) => `${text}</property>`).join('\n')}</properties>
<components>${components.map(componentAsXml).join('\n')}</components>
</component>`;
}

function dependencyAsXml({ ref, dependsOn = [] }) {
  const targets = dependsOn.map((target) => `<dependency ref="${escaped(target)}"/>`).join('\n');
  return `<dependency ref="${escaped(ref)}">\n${targets}</dependency>`;
}
