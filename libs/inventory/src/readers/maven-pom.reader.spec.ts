import { describe, expect, it } from '@jest/globals';
import {
  edgeLines,
  outcomeOfText,
  purlsOf,
  readText,
  warningLines,
} from '../../../../test/support/document-reading.js';

function pom(content: string): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><artifactId>shop</artifactId>${content}</project>`;
}

function dependency(name: string, more = ''): string {
  return `<dependency><groupId>g</groupId><artifactId>${name}</artifactId>${more}</dependency>`;
}

describe('a pom.xml', () => {
  it('names direct dependencies, with versions that it says itself', () => {
    const graph = readText(
      pom(`<dependencies>${dependency('a', '<version>1</version><scope>test</scope>')}
        ${dependency('b', '<version>${b}</version><optional>true</optional>')}
        ${dependency('c', '<version>${parent}</version><exclusions><exclusion><artifactId>x</artifactId></exclusion></exclusions>')}
        </dependencies><properties><b>\${two}</b><two>2</two><loop>\${loop}</loop></properties>
        <dependencyManagement><dependencies>${dependency('d')}</dependencies></dependencyManagement>`),
    );
    expect(purlsOf(graph)).toEqual(['pkg:maven/g/a@1', 'pkg:maven/g/b@2', 'pkg:maven/g/c']);
    expect(edgeLines(graph)).toEqual(['shop -development-> g:a@1', 'shop -optional-> g:b@2', 'shop -runtime-> g:c']);
    expect(warningLines(graph)).toEqual(['VERSION_UNKNOWN /project/dependencies/dependency[3]']);
  });

  it('with a property that stands for itself is read, and another project file is not', () => {
    const graph = readText(
      pom(
        `<properties><v>\${v}</v></properties><dependencies>${dependency('a', '<version>${v}</version>')}</dependencies>`,
      ),
    );
    expect(purlsOf(graph)).toEqual(['pkg:maven/g/a']);
    expect(outcomeOfText('<project name="x"/>')).toEqual({ code: 'UNKNOWN_FORMAT' });
  });
});
