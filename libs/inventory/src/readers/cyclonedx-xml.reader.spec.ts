import { describe, expect, it } from '@jest/globals';
import { edgeLines, outcomeOfText, readText, warningLines } from '../../../../test/support/document-reading.js';

function bom(content: string, version = '1.5'): string {
  return `<?xml version="1.0"?><!-- x --><b:bom xmlns:b="http://cyclonedx.org/schema/bom/${version}">${content}</b:bom>`;
}

function component(ref: string, more = ''): string {
  return `<b:component bom-ref="${ref}"><b:name>${ref}</b:name>${more}</b:component>`;
}

describe('a CycloneDX document in XML', () => {
  it.each(['1.0', '1.1', '1.2', '1.3', '1.4', '1.5', '1.6', '1.7'])('of version %s is read', (version) => {
    expect(readText(bom('', version)).format).toEqual({ name: 'cyclonedx-xml', version });
  });

  it('of another version is refused', () => {
    expect(outcomeOfText(bom('', '1.8'))).toMatchObject({ code: 'UNSUPPORTED_SPEC_VERSION', version: '1.8' });
  });

  it('says who depends on whom by nesting, whatever the order of its parts', () => {
    const dependencies = `<b:dependencies><b:dependency ref="shop"><b:dependency ref="__proto__"/></b:dependency>
      <b:dependency ref="__proto__"><b:dependency ref="b"/><b:dependency ref="gone"/></b:dependency></b:dependencies>`;
    const graph = readText(
      bom(`${dependencies}<b:metadata>${component('shop')}</b:metadata>
        <b:components>${component('__proto__', `<b:components>${component('b')}</b:components>`)}</b:components>`),
    );
    expect(edgeLines(graph)).toEqual(['shop -runtime-> __proto__', '__proto__ -runtime-> b']);
    expect(graph.roots.map((root) => graph.components[root]!.ref)).toEqual(['shop']);
    expect(warningLines(graph)).toEqual(['DANGLING_REF /bom/dependencies/dependency[2]/dependency[2]']);
  });

  it('reads the fields of a component, also from CDATA, and not those of what describes it', () => {
    const fields = `<b:group>@x</b:group><b:version><![CDATA[2]]></b:version><b:scope>excluded</b:scope>
      <b:purl>pkg:npm/@x/a@2</b:purl><b:pedigree><b:ancestors>${component('old')}</b:ancestors></b:pedigree>
      <o:name xmlns:o="urn:other">no</o:name>`;
    const graph = readText(bom(`<b:components>${component('a', fields)}</b:components>`));
    expect(graph.components).toMatchObject([
      { ref: 'a', name: '@x/a', version: '2', scope: 'development', identity: { packageKey: 'npm/%40x/a' } },
    ]);
  });

  it('takes the property of cyclonedx-npm as the scope', () => {
    const property = '<b:properties><b:property name="cdx:npm:package:development">true</b:property></b:properties>';
    const graph = readText(bom(`<b:components>${component('a', property)}</b:components>`));
    expect(graph.components[0]!.scope).toBe('development');
  });

  it.each([
    [
      'a component without any name',
      '<b:components><b:component/></b:components>',
      '/bom/components/component[1]/name',
    ],
    [
      'a dependency without a reference',
      '<b:dependencies><b:dependency/></b:dependencies>',
      '/bom/dependencies/dependency[1]/@ref',
    ],
  ])('with %s is refused', (_fault, content, pointer) => {
    expect(outcomeOfText(bom(content))).toMatchObject({ code: 'SCHEMA_INVALID', pointer });
  });
});
