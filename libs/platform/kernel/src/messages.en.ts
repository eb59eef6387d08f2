import type { MessageCatalogue } from './messages.js';

export const kernelMessages = {
  'kernel.unknownCurrency': 'The currency {currency} is not an ISO 4217 code that can be used here.',
  'kernel.invalidAmount': 'An amount is given in minor units, as digits only, and is greater than zero.',
  'kernel.currencyMismatch': 'This is kept in {expected}; an amount in {given} cannot be used for it.',
  'kernel.illegalTransition':
    'The action "{action}" is not possible while the {machine} is "{current}"; it needs one of: {allowed}.',
  'kernel.amountNotChargeable.step':
    'An amount in this currency has to be a multiple of {amount}. Round it and try again.',
  'kernel.amountNotChargeable.least': 'At least {amount} can be paid at once.',
  'kernel.amountNotChargeable.most': 'At most {amount} can be paid at once. Split it into several payments.',
  'kernel.currencyNotHeld': 'No money is kept in {currency} here. Use one of: {held}.',
  'kernel.invalidPackageUrl':
    'This is not a valid package URL: its {part} is missing or not permitted. Write it as pkg:type/namespace/name@version.',
  'kernel.malformedJson':
    'The JSON breaks off or is wrong at line {line}, column {column}. Check that the file was copied whole, then export it again.',
  'kernel.malformedYaml':
    'The YAML breaks off or is wrong at line {line}, column {column}. Check that the file was copied whole, or let the program that wrote it write it again.',
  'kernel.yamlAliasForbidden':
    'The YAML uses an alias at line {line}, column {column}, which is refused because aliases can grow without bound. Write out what the alias stands for.',
  'kernel.tooDeep':
    'The file is nested more than {maxDepth} levels deep. Write it flatter; an SBOM is exported with a flat list of components.',
} satisfies MessageCatalogue;
