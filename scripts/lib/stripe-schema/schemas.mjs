import ts from 'typescript';
import { FRACTIONS, isWantedEvent } from './selection.mjs';

const STRING = { type: 'string' };
/** Names with a meaning of their own, which is not what they are declared as. */
const SPECIAL = [
  'ApiList',
  'Array',
  'Decimal',
  'Emptyable',
  'Metadata',
  'MetadataParam',
  'OtherString',
  'Partial',
  'Record',
];
const reference = (name) => ({ $ref: `#/components/schemas/${name}` });

/**
 * Turns types into schemas. Types of answers become named components; types of requests stand where they are used and
 * take nothing unknown.
 */
export class Schemas {
  /** Names of the components met so far, each with its schema; null while it is being made. */
  components = new Map();
  /** Objects that an id can be expanded to, by the schema that stands for the id. */
  expansions = [];

  constructor(declarations) {
    this.declarations = declarations;
  }

  /** The schema of a type in an answer. */
  answer(type) {
    return this.schema(type, { isRequest: false, property: '' });
  }

  /** The schema of the parameters of a request. */
  request(type) {
    return this.schema(type, { isRequest: true, property: '' });
  }

  /**
   * Stripe lets any id of a related object be expanded. Only objects that are in the document for another reason stay
   * as a choice; whatever else is expandable is a plain id here.
   */
  settleExpansions() {
    for (const { schema, names } of this.expansions) {
      const known = names.filter((name) => this.components.has(name)).map(reference);
      if (known.length === 0) Object.assign(schema, STRING);
      else Object.assign(schema, { anyOf: [STRING, ...known], 'x-expansionResources': { oneOf: known } });
    }
  }

  schema(type, context) {
    if (ts.isParenthesizedTypeNode(type)) return this.schema(type.type, context);
    if (ts.isUnionTypeNode(type)) return this.union(type, context);
    if (ts.isLiteralTypeNode(type)) return literals([type]);
    if (ts.isArrayTypeNode(type)) return { type: 'array', items: this.schema(type.elementType, context) };
    if (ts.isTypeLiteralNode(type)) return this.object(type.members, context);
    if (ts.isTypeReferenceNode(type)) return this.reference(type, context);
    return this.keyword(type, context);
  }

  keyword(type, { property }) {
    switch (type.kind) {
      case ts.SyntaxKind.StringKeyword:
        return { ...STRING };
      case ts.SyntaxKind.BooleanKeyword:
        return { type: 'boolean' };
      case ts.SyntaxKind.NumberKeyword:
        return { type: FRACTIONS.has(property) ? 'number' : 'integer' };
      case ts.SyntaxKind.BigIntKeyword:
        return { type: 'integer' };
      case ts.SyntaxKind.UnknownKeyword:
      case ts.SyntaxKind.AnyKeyword:
        return {};
      default:
        throw new Error(`a type that the schema has no form for: ${type.getText()}`);
    }
  }

  reference(type, context) {
    const [argument] = type.typeArguments ?? [];
    switch (type.typeName.getText()) {
      case 'Array':
        return { type: 'array', items: this.schema(argument, context) };
      case 'ApiList':
        return listOf(this.schema(argument, context));
      case 'Emptyable':
        return this.emptyable(argument, context);
      case 'Partial':
      case 'Record':
        return { type: 'object' };
      case 'Decimal':
        return { ...STRING, format: 'decimal' };
      case 'Metadata':
      case 'MetadataParam':
        return { type: 'object', additionalProperties: { ...STRING } };
      default:
        return this.named(type, context);
    }
  }

  named(type, context) {
    const [declaration] = this.declarations.declarationsOf(type.typeName);
    if (declaration === undefined) throw new Error(`nothing is declared as ${type.getText()}`);
    if (ts.isTypeAliasDeclaration(declaration) && !this.isComponent(declaration)) {
      return this.schema(declaration.type, context);
    }
    if (!context.isRequest) return this.component(declaration);
    if (ts.isTypeAliasDeclaration(declaration)) return this.schema(declaration.type, context);
    return this.object(this.membersOf(declaration), context);
  }

  /** An alias gets a name of its own when it is a choice between objects. */
  isComponent(alias) {
    return ts.isUnionTypeNode(alias.type) && alias.type.types.some((member) => this.interfaceOf(member) !== null);
  }

  component(declaration) {
    const name = this.declarations.nameOf(declaration);
    if (!this.components.has(name)) {
      this.components.set(name, null);
      this.components.set(name, this.componentSchema(declaration));
    }
    return reference(name);
  }

  componentSchema(declaration) {
    const context = { isRequest: false, property: '' };
    if (ts.isTypeAliasDeclaration(declaration)) {
      const members = declaration.type.types.filter((member) => this.isWantedMember(member));
      return { anyOf: members.map((member) => this.schema(member, context)) };
    }
    const members = this.membersOf(declaration);
    const schema = this.object(members, context);
    const resource = literalOf(members.find((member) => member.name?.getText() === 'object')?.type);
    return resource === null || resource === 'list' ? schema : { ...schema, 'x-resourceId': resource };
  }

  /** Of a choice between events, those of the selection. */
  isWantedMember(member) {
    const type = literalOf(this.memberType(this.interfaceOf(member), 'type'));
    return type === null || !/Event$/.test(member.getText()) || isWantedEvent(type);
  }

  memberType(declaration, property) {
    if (declaration === null) return undefined;
    return this.membersOf(declaration).find((member) => member.name?.getText() === property)?.type;
  }

  /** Own members and those of the interfaces it extends; its own win. */
  membersOf(declaration) {
    const inherited = (declaration.heritageClauses ?? []).flatMap(({ types }) =>
      types.flatMap(({ expression }) =>
        this.declarations.declarationsOf(expression).flatMap((one) => this.membersOf(one)),
      ),
    );
    const own = new Set(declaration.members.map((member) => member.name?.getText()));
    return [...inherited.filter((member) => !own.has(member.name?.getText())), ...declaration.members];
  }

  object(members, context) {
    const index = members.find(ts.isIndexSignatureDeclaration);
    if (index !== undefined) return { type: 'object', additionalProperties: this.schema(index.type, context) };
    const properties = {};
    const required = [];
    for (const member of members.filter(ts.isPropertySignature)) {
      // A `deleted?: void` only helps the compiler to tell two types apart.
      if (member.type.kind === ts.SyntaxKind.VoidKeyword) continue;
      const name = member.name.text;
      properties[name] = this.schema(member.type, { ...context, property: name });
      if (member.questionToken === undefined) required.push(name);
    }
    const hasProperties = Object.keys(properties).length > 0;
    return {
      type: 'object',
      ...(hasProperties ? { properties } : {}),
      ...(required.length > 0 ? { required: required.sort() } : {}),
      ...(context.isRequest ? { additionalProperties: false } : {}),
    };
  }

  union(type, context) {
    const members = this.flatten(type);
    const isNullable = members.some(isNull) && !context.isRequest;
    const isOpen = members.some((member) => nameIn(member) === 'OtherString');
    const rest = members.filter(
      (member) => !isNull(member) && !isUndefined(member) && nameIn(member) !== 'OtherString',
    );
    const schema = this.choice(rest, isOpen, context);
    if (!isNullable) return schema;
    return '$ref' in schema ? { nullable: true, anyOf: [schema] } : Object.assign(schema, { nullable: true });
  }

  choice(members, isOpen, context) {
    const literal = members.filter((member) => ts.isLiteralTypeNode(member));
    const others = members.filter((member) => !ts.isLiteralTypeNode(member));
    const expansion = context.isRequest ? null : this.expansion(literal, others);
    if (expansion !== null) return expansion;
    const schemas = others.map((member) => this.schema(member, context));
    if (literal.length > 0)
      schemas.push({ ...literals(literal), ...(isOpen ? { 'x-stripeBypassValidation': true } : {}) });
    if (schemas.length === 1) return schemas[0];
    return { anyOf: schemas };
  }

  /** `string | Charge`: an id, or the object itself when it was asked for. */
  expansion(literal, members) {
    if (literal.length > 0 || !members.some(({ kind }) => kind === ts.SyntaxKind.StringKeyword)) return null;
    const objects = members.filter(({ kind }) => kind !== ts.SyntaxKind.StringKeyword);
    const names = objects.flatMap((member) => this.resourcesIn(member));
    if (names.length === 0 || names.includes(null)) return null;
    const schema = {};
    this.expansions.push({ schema, names });
    return schema;
  }

  /** The name of an object that has an id of its own, or all names of a choice between such objects; null for others. */
  resourcesIn(member) {
    if (!ts.isTypeReferenceNode(member)) return [null];
    const [declaration] = this.declarations.declarationsOf(member.typeName);
    if (declaration === undefined) return [null];
    if (ts.isTypeAliasDeclaration(declaration)) {
      return this.flatten(declaration.type).flatMap((choice) => this.resourcesIn(choice));
    }
    const isResource = this.memberType(declaration, 'object') !== undefined;
    return [isResource ? this.declarations.nameOf(declaration) : null];
  }

  interfaceOf(member) {
    if (!ts.isTypeReferenceNode(member)) return null;
    const [declaration] = this.declarations.declarationsOf(member.typeName);
    return declaration !== undefined && ts.isInterfaceDeclaration(declaration) ? declaration : null;
  }

  /** The members of a union, aliases of plain unions dissolved. */
  flatten(type) {
    if (ts.isParenthesizedTypeNode(type)) return this.flatten(type.type);
    if (ts.isUnionTypeNode(type)) return type.types.flatMap((member) => this.flatten(member));
    if (!ts.isTypeReferenceNode(type) || SPECIAL.includes(nameIn(type))) return [type];
    const [declaration] = this.declarations.declarationsOf(type.typeName);
    if (declaration === undefined || !ts.isTypeAliasDeclaration(declaration)) return [type];
    return this.isComponent(declaration) ? [type] : this.flatten(declaration.type);
  }

  /** The client writes null as an empty text, which unsets a value. */
  emptyable(type, context) {
    const schema = this.schema(type, context);
    const empty = { ...STRING, enum: [''] };
    return { anyOf: [...(schema.anyOf ?? [schema]), empty] };
  }
}

/** The envelope of a list. */
export function listOf(items) {
  return {
    type: 'object',
    properties: {
      object: { ...STRING, enum: ['list'] },
      data: { type: 'array', items },
      has_more: { type: 'boolean' },
      url: { ...STRING },
    },
    required: ['data', 'has_more', 'object', 'url'],
    'x-expandableFields': ['data'],
  };
}

function literals(types) {
  const values = types.map(({ literal }) => valueOf(literal));
  return { type: typeof values[0], enum: values.sort() };
}

function valueOf(literal) {
  if (literal.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (literal.kind === ts.SyntaxKind.FalseKeyword) return false;
  return ts.isNumericLiteral(literal) ? Number(literal.text) : literal.text;
}

function literalOf(type) {
  return type !== undefined && ts.isLiteralTypeNode(type) ? valueOf(type.literal) : null;
}

function nameIn(type) {
  return ts.isTypeReferenceNode(type) ? type.typeName.getText() : null;
}

function isNull(type) {
  return ts.isLiteralTypeNode(type) && type.literal.kind === ts.SyntaxKind.NullKeyword;
}

function isUndefined(type) {
  return type.kind === ts.SyntaxKind.UndefinedKeyword;
}
