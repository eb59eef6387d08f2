import { join, relative, sep } from 'node:path';
import ts from 'typescript';

/** The type declarations and the calls of one unpacked `stripe` package. */
export class Declarations {
  constructor(root) {
    this.resources = join(root, 'esm', 'resources');
    this.program = ts.createProgram([join(root, 'esm', 'stripe.esm.node.d.ts')], {
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      // Names such as Array and Promise are known by name; without the libraries the program is read twice as fast.
      noLib: true,
      types: [],
    });
    this.checker = this.program.getTypeChecker();
  }

  /** The declaration files of resources, in the order of their paths. */
  resourceFiles() {
    return this.program
      .getSourceFiles()
      .filter(({ fileName }) => fileName.startsWith(this.resources + sep))
      .sort((a, b) => (a.fileName < b.fileName ? -1 : 1));
  }

  /** What a name in a type stands for, imports followed: all its declarations that are types. */
  declarationsOf(name) {
    const symbol = this.checker.getSymbolAtLocation(name);
    if (symbol === undefined) return [];
    const target = symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
    return (target.declarations ?? []).filter(
      (node) => ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node),
    );
  }

  /** `Checkout.Session.LineItem`: folders below `resources`, then namespaces, then the name itself. */
  nameOf(declaration) {
    const names = [declaration.name.text];
    for (let node = declaration.parent; !ts.isSourceFile(node); node = node.parent) {
      if (ts.isModuleDeclaration(node)) names.unshift(node.name.text);
    }
    const folders = relative(this.resources, declaration.getSourceFile().fileName).split(sep).slice(0, -1);
    // Declarations inside `namespace V2` spell their folders out.
    return (names[0] === 'V2' || folders.includes('..') ? names : [...folders, ...names]).join('.');
  }
}
