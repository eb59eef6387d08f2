import { PRINCIPALS } from './world.js';

export interface Row {
  /** `Type.field`, or `Type.*` for the fields of a type that have no row of their own. */
  readonly coordinate: string;
  /** One outcome for each principal, in the order of PRINCIPALS. */
  readonly outcomes: readonly string[];
}

/** What the short words of the table stand for; the others are letters of outcome.ts. */
const CODES: Readonly<Record<string, string>> = {
  X: 'BAD_REQUEST',
  'org?': 'ORGANISATION_NOT_FOUND',
  'prd?': 'PRODUCT_NOT_FOUND',
  'plg?': 'PLEDGE_NOT_FOUND',
  'tcm?': 'TRANCHE_COMMITMENT_NOT_FOUND',
  'rpl?': 'RECURRING_PLEDGE_NOT_FOUND',
  'pay?': 'PAYMENT_NOT_FOUND',
  'ivc?': 'INVOICE_NOT_FOUND',
  'otr?': 'TRANSFER_NOT_FOUND',
  'api?': 'API_TOKEN_NOT_FOUND',
  'inv?': 'INVITATION_NOT_FOUND',
  'clm?': 'CLAIM_NOT_FOUND',
  'rcp?': 'RECIPIENT_NOT_FOUND',
  'upl?': 'EVIDENCE_NOT_READY',
  'odm?': 'DOMAIN_NOT_FOUND',
  'fmn?': 'FUNDING_MANIFEST_NOT_FOUND',
  'wkl?': 'WORKLOAD_NOT_FOUND',
  'opp?': 'OPERATOR_PROPOSAL_NOT_FOUND',
  'pye?': 'PAYEE_NOT_FOUND',
  'hag?': 'HOST_AGREEMENT_NOT_FOUND',
  'ppo?': 'PROJECT_PAYOUT_NOT_FOUND',
  'rpg?': 'REVIEW_POOL_GIFT_NOT_FOUND',
  'ikc?': 'IN_KIND_NOT_FOUND',
  'sof?': 'STANDING_OFFER_NOT_FOUND',
  'adc?': 'ADOPTION_CALL_NOT_FOUND',
  clr: 'EXPOSURE_NOT_CLEARED',
  wait: 'HOST_NOTICE_RUNNING',
  role: 'MISSING_ROLE',
  last: 'ERASURE_BLOCKED',
  open: 'ERASURE_BLOCKED',
  oper: 'ERASURE_BLOCKED',
  tied: 'CONFLICT_OF_INTEREST',
  own: 'NOT_NEED_OWNER',
  mntr: 'NOT_MAINTAINER',
  has: 'RECIPIENT_EXISTS',
};

/**
 * The oracle, kept by hand: who gets what from which field of the objects of one company, one maintainer and one
 * foundation. It is not made from the policy; a change of the one is a change of the other, and somebody reads both.
 */
const TABLE = `
coordinate                            anon strg memb fin  adm  rivl mntr revw offi oper tokR tokW tokB
ApiToken.*                            U    e    +    e    e    +    e    e    e    e    F    F    F
ApiToken.revokedAt                    U    e    0    e    e    0    e    e    e    e    F    F    F
ApprovalRule.*                        0    0    +    +    +    0    0    0    0    0    +    F    0
AuditActor.*                          0    0    +    +    +    0    0    0    0    0    +    F    0
AuditActor.name                       0    0    0    0    0    0    0    0    0    0    0    F    0
AuditEvent.*                          0    0    +    +    +    0    0    0    0    0    +    F    0
AuditEventConnection.*                0    0    +    +    +    0    0    0    0    0    +    F    0
AuditEventEdge.*                      0    0    +    +    +    0    0    0    0    0    +    F    0
AuditHead.*                           +    +    +    +    +    +    +    +    +    +    +    +    +
AuditInclusion.*                      0    0    +    +    +    0    0    0    0    0    +    F    0
AuditReceipt.*                        0    0    +    +    +    0    0    0    0    0    +    F    0
BillingAddress.*                      U    X    X    +    +    X    X    X    X    X    F    F    F
BillingAddress.line2                  U    X    X    0    0    X    X    X    X    X    F    F    F
BillingDetails.*                      U    X    X    +    +    X    X    X    X    X    F    F    F
BankEntry.*                           U    F    F    F    F    F    F    F    F    +    F    F    F
BankEntry.transferId                  U    F    F    F    F    F    F    F    F    0    F    F    F
BankEntry.decidedAt                   U    F    F    F    F    F    F    F    F    0    F    F    F
BankEntryConnection.*                 U    F    F    F    F    F    F    F    F    +    F    F    F
BankEntryEdge.*                       U    F    F    F    F    F    F    F    F    +    F    F    F
BankTransfer.*                        U    F    F    F    F    F    F    F    F    e    F    F    F
ExpectedBankPayment.*                 U    F    F    F    F    F    F    F    F    e    F    F    F
Claim.*                               U    0    0    0    0    0    +    0    0    0    F    F    F
Claim.failureCode                     U    0    0    0    0    0    0    0    0    0    F    F    F
Claim.verifiedAt                      U    0    0    0    0    0    0    0    0    0    F    F    F
Claim.contestReason                   U    0    0    0    0    0    0    0    0    0    F    F    F
Claim.contestableUntil                U    0    0    0    0    0    0    0    0    0    F    F    F
Claim.contestedAt                     U    0    0    0    0    0    0    0    0    0    F    F    F
Claim.method                          U    0    0    0    0    0    0    0    0    0    F    F    F
Claim.nextCheckAt                     U    0    0    0    0    0    0    0    0    0    F    F    F
Claim.proofMissingSince               U    0    0    0    0    0    0    0    0    0    F    F    F
Claim.provedAt                        U    0    0    0    0    0    0    0    0    0    F    F    F
Claim.resolution                      U    0    0    0    0    0    0    0    0    0    F    F    F
Claim.resolutionReason                U    0    0    0    0    0    0    0    0    0    F    F    F
Claim.resolvedAt                      U    0    0    0    0    0    0    0    0    0    F    F    F
ClaimConnection.*                     U    e    e    e    e    e    +    e    e    e    F    F    F
ClaimConnection.pageInfo              U    +    +    +    +    +    +    +    +    +    F    F    F
ClaimEdge.*                           U    e    e    e    e    e    +    e    e    e    F    F    F
ClaimFile.*                           U    0    0    0    0    0    +    0    0    0    F    F    F
FundedProject.*                       +    +    +    +    +    +    +    +    +    +    +    +    +
FundingChannel.*                      +    +    +    +    +    +    +    +    +    +    +    +    +
FundingEntity.*                       +    +    +    +    +    +    +    +    +    +    +    +    +
FundingManifest.*                     +    +    +    +    +    +    +    +    +    +    +    +    +
FundingManifestExport.*               +    +    +    +    +    +    +    +    +    +    +    +    +
FundingManifestWarning.*              +    +    +    +    +    +    +    +    +    +    +    +    +
FundingPage.*                         +    +    +    +    +    +    +    +    +    +    +    +    +
FundingPlan.*                         +    +    +    +    +    +    +    +    +    +    +    +    +
FundingYear.*                         +    +    +    +    +    +    +    +    +    +    +    +    +
ClaimProof.*                          U    0    0    0    0    0    +    0    0    0    F    F    F
ProjectClaim.*                        U    X    X    X    X    X    +    X    X    +    F    F    F
ProjectClaim.proofMissingSince        U    X    X    X    X    X    0    X    X    0    F    F    F
ProjectClaim.resolution               U    X    X    X    X    X    0    X    X    0    F    F    F
ProjectClaim.resolutionReason         U    X    X    X    X    X    0    X    X    0    F    F    F
ProjectClaim.resolvedAt               U    X    X    X    X    X    0    X    X    0    F    F    F
ProjectClaim.verifiedAt               U    X    X    X    X    X    0    X    X    0    F    F    F
ProjectClaimConnection.*              U    X    X    X    X    X    +    X    X    +    F    F    F
ProjectClaimEdge.*                    U    X    X    X    X    X    +    X    X    +    F    F    F
ProjectPackage.*                      +    +    +    +    +    +    +    +    +    +    +    +    +
ProjectPackageConnection.*            +    +    +    +    +    +    +    +    +    +    +    +    +
ProjectPackageEdge.*                  +    +    +    +    +    +    +    +    +    +    +    +    +
AccountBalance.*                      U    X    X    +    +    X    X    X    X    +    F    F    F
CashPosition.*                        +    +    +    +    +    +    +    +    +    +    +    +    +
CurrencyLiabilities.*                 +    +    +    +    +    +    +    +    +    +    +    +    +
JournalExport.*                       U    F    F    F    F    F    F    F    F    +    F    F    F
ProjectMoney.*                        +    +    +    +    +    +    +    +    +    +    +    +    +
ProjectMoneyStatement.*               +    +    +    +    +    +    +    +    +    +    +    +    +
ProjectInKind.*                       +    +    +    +    +    +    +    +    +    +    +    +    +
ProjectPayer.*                        +    +    +    +    +    +    +    +    +    +    +    +    +
ProjectPayer.organisation             0    0    0    0    0    0    0    0    0    0    0    0    0
Receipt.*                             U    X    X    +    +    X    X    X    X    +    F    F    F
Receipt.purchaseOrder                 U    X    X    0    0    X    X    X    X    0    F    F    F
ReceiptConnection.*                   U    X    X    +    +    X    X    X    X    +    F    F    F
ReceiptEdge.*                         U    X    X    +    +    X    X    X    X    +    F    F    F
Statement.*                           U    X    X    +    +    X    X    X    X    +    F    F    F
Statement.opening                     U    X    X    e    e    X    X    X    X    e    F    F    F
Statement.years                       U    X    X    e    e    X    X    X    X    e    F    F    F
StatementLine.*                       U    X    X    +    +    X    X    X    X    +    F    F    F
StatementLine.gross                   U    X    X    0    0    X    X    X    X    0    F    F    F
StatementLine.hostFee                 U    X    X    0    0    X    X    X    X    0    F    F    F
StatementLine.milestoneTitle          U    X    X    0    0    X    X    X    X    0    F    F    F
StatementLine.platformFee             U    X    X    0    0    X    X    X    X    0    F    F    F
StatementLine.refusal                 U    X    X    0    0    X    X    X    X    0    F    F    F
StatementLineConnection.*             U    X    X    +    +    X    X    X    X    +    F    F    F
StatementLineEdge.*                   U    X    X    +    +    X    X    X    X    +    F    F    F
YearTotal.*                           U    e    e    e    e    e    +    e    e    e    F    F    F
Query.liabilities                     +    +    +    +    +    +    +    +    +    +    +    +    +
Query.receipts                        U    X    X    +    +    X    X    X    X    +    F    F    F
Query.payerStatement                  U    X    X    +    +    X    X    X    X    +    F    F    F
Query.payeeStatement                  U    +    +    +    +    +    +    +    +    +    F    F    F
Query.journalExport                   U    F    F    F    F    F    F    F    F    +    F    F    F
Coverage.*                            +    +    +    +    +    +    +    +    +    +    +    +    +
Erasure.*                             U    +    0    0    0    0    0    0    0    0    0    F    0
Erasure.obstacles                     U    e    0    0    0    0    0    0    0    0    0    F    0
Evidence.*                            +    +    +    +    +    +    +    +    +    +    +    +    +
Evidence.embargoedUntil               0    0    0    0    0    0    0    0    0    0    0    0    0
Evidence.embargoedUntil@embargo       e    e    e    e    e    e    +    +    e    e    e    e    e
Evidence.note@embargo                 e    e    e    e    e    e    +    +    e    e    e    e    e
Evidence.sha256@embargo               e    e    e    e    e    e    +    +    e    e    e    e    e
Finding.*                             U    F    F    F    F    F    F    F    F    +    F    F    F
Finding.clearedAt                     U    F    F    F    F    F    F    F    F    0    F    F    F
FindingConnection.*                   U    F    F    F    F    F    F    F    F    +    F    F    F
FindingEdge.*                         U    F    F    F    F    F    F    F    F    +    F    F    F
ExplanationPart.*                     U    e    +    +    +    e    e    e    e    e    +    F    e
ExplanationTerm.*                     U    e    +    +    +    e    e    e    e    e    +    F    e
Inventory.*                           U    X    +    +    +    X    X    X    X    X    +    F    X
Inventory.flags                       U    X    e    e    e    X    X    X    X    X    e    F    X
InventoryConnection.*                 U    X    +    +    +    X    X    X    X    X    +    F    X
InventoryEdge.*                       U    X    +    +    +    X    X    X    X    X    +    F    X
InventoryDocument.*                   U    X    +    +    +    X    X    X    X    X    +    F    X
InventoryQuality.*                    U    X    +    +    +    X    X    X    X    X    +    F    X
DocumentQuality.*                     U    X    +    +    +    X    X    X    X    X    +    F    X
QualityFigure.*                       U    X    +    +    +    X    X    X    X    X    +    F    X
DocumentConformance.*                 U    X    +    +    +    X    X    X    X    X    +    F    X
DocumentConformance.reason            U    X    0    0    0    X    X    X    X    X    0    F    X
ConformanceError.*                    U    X    +    +    +    X    X    X    X    X    +    F    X
InventoryWarning.*                    U    X    +    +    +    X    X    X    X    X    +    F    X
Component.*                           U    X    +    +    +    X    X    X    X    X    +    F    X
ComponentConnection.*                 U    X    +    +    +    X    X    X    X    X    +    F    X
ComponentEdge.*                       U    X    +    +    +    X    X    X    X    X    +    F    X
PackageChange.*                       U    X    +    +    +    X    X    X    X    X    +    F    X
PackageChange.versionsBefore          U    X    e    e    e    X    X    X    X    X    e    F    X
PackageChangeConnection.*             U    X    +    +    +    X    X    X    X    X    +    F    X
PackageChangeEdge.*                   U    X    +    +    +    X    X    X    X    X    +    F    X
PackageUse.*                          U    X    +    +    +    X    X    X    X    X    +    F    X
Invoice.*                             U    X    +    +    +    X    X    X    X    X    +    F    X
Invoice.dueAt                         U    X    0    0    0    X    X    X    X    X    0    F    X
Invoice.overdueAt                     U    X    0    0    0    X    X    X    X    X    0    F    X
Invoice.purchaseOrder                 U    X    0    0    0    X    X    X    X    X    0    F    X
InvoiceConnection.*                   U    X    +    +    +    X    X    X    X    X    +    F    X
InvoiceEdge.*                         U    X    +    +    +    X    X    X    X    X    +    F    X
Invitation.*                          0    0    0    0    +    0    0    0    0    0    0    F    0
FiscalHost.*                          +    +    +    +    +    +    +    +    +    +    +    +    +
FiscalHostConnection.*                +    +    +    +    +    +    +    +    +    +    +    +    +
FiscalHostEdge.*                      +    +    +    +    +    +    +    +    +    +    +    +    +
HostAgreement.*                       +    +    +    +    +    +    +    +    +    +    +    +    +
HostAgreement.noticeAt                0    0    0    0    0    0    0    0    0    0    0    0    0
HostAgreement.endedAt                 0    0    0    0    0    0    0    0    0    0    0    0    0
HostAgreementConnection.*             U    X    X    X    X    X    X    X    +    X    F    F    F
HostAgreementEdge.*                   U    X    X    X    X    X    X    X    +    X    F    F    F
ProjectBalance.*                      +    +    +    +    +    +    +    +    +    +    +    +    +
ProjectPayout.*                       U    e    e    e    e    e    +    e    +    e    F    F    F
ProjectPayout.decidedAt               U    e    e    e    e    e    0    e    0    e    F    F    F
ProjectPayoutConnection.*             U    +    +    +    +    +    +    +    +    +    F    F    F
ProjectPayoutConnection.edges         U    e    e    e    e    e    +    e    +    e    F    F    F
ProjectPayoutConnection.nodes         U    e    e    e    e    e    +    e    +    e    F    F    F
ProjectPayoutEdge.*                   U    e    e    e    e    e    +    e    +    e    F    F    F
ReviewFee.*                           +    +    +    +    +    +    +    +    +    +    +    +    +
ReviewPool.*                          +    +    +    +    +    +    +    +    +    +    +    +    +
ReviewPoolGift.*                      U    X    +    +    +    X    X    X    X    X    +    F    X
ReviewPoolGiftConnection.*            U    X    +    +    +    X    X    X    X    X    +    F    X
ReviewPoolGiftEdge.*                  U    X    +    +    +    X    X    X    X    X    +    F    X
LedgerInvariant.*                     U    F    F    F    F    F    F    F    F    +    F    F    F
LinkedIdentity.*                      U    +    +    +    +    +    +    +    +    +    0    F    0
MailAddress.*                         U    0    0    0    0    0    0    0    0    0    0    F    0
MailAddress.pendingAddress            U    0    +    0    0    0    +    0    0    0    0    F    0
Membership.*                          U    e    +    +    +    +    e    +    +    e    F    F    F
Milestone.*                           +    +    +    +    +    +    +    +    +    +    +    +    +
Milestone.acceptedAt                  0    0    0    0    0    0    0    0    0    0    0    0    0
Milestone.startsOn                    0    0    0    0    0    0    0    0    0    0    0    0    0
MilestoneConnection.*                 U    +    +    +    +    +    +    +    +    +    F    F    F
MilestoneEdge.*                       U    +    +    +    +    +    +    +    +    +    F    F    F
Money.*                               +    +    +    +    +    +    +    +    +    +    +    +    +
Need.*                                +    +    +    +    +    +    +    +    +    +    +    +    +
Need.commitmentsByMonth               0    0    0    0    0    0    +    0    0    0    0    0    0
Need.deadline                         0    0    0    0    0    0    0    0    0    0    0    0    0
NeedConnection.*                      +    +    +    +    +    +    +    +    +    +    +    +    +
NeedEdge.*                            +    +    +    +    +    +    +    +    +    +    +    +    +
NeedMoney.*                           +    +    +    +    +    +    +    +    +    +    +    +    +
NeedPayee.*                           +    +    +    +    +    +    +    +    +    +    +    +    +
NeedPayee.organisation                0    0    0    0    0    0    0    0    0    0    0    0    0
NeedPayee.payout                      +    +    +    +    +    +    +    +    +    +    +    +    +
PayoutReadiness.*                     +    +    +    +    +    +    +    +    +    +    +    +    +
Notification.*                        U    +    +    +    +    +    +    +    +    +    F    F    F
Notification.readAt                   U    0    0    0    0    0    0    0    0    0    F    F    F
NotificationConnection.*              U    +    +    +    +    +    +    +    +    +    F    F    F
NotificationDelivery.*                U    +    +    +    +    +    +    +    +    +    F    F    F
NotificationDelivery.bounceStatus     U    0    0    0    0    0    0    0    0    0    F    F    F
NotificationDelivery.bouncedAt        U    0    0    0    0    0    0    0    0    0    F    F    F
NotificationEdge.*                    U    +    +    +    +    +    +    +    +    +    F    F    F
OperatorGrant.*                       U    e    e    e    e    e    e    e    e    +    F    F    F
OperatorGrant.endReason               U    e    e    e    e    e    e    e    e    0    F    F    F
OperatorGrant.endedAt                 U    e    e    e    e    e    e    e    e    0    F    F    F
OperatorGrantConnection.*             U    e    e    e    e    e    e    e    e    +    F    F    F
OperatorGrantConnection.pageInfo      U    +    +    +    +    +    +    +    +    +    F    F    F
OperatorGrantEdge.*                   U    e    e    e    e    e    e    e    e    +    F    F    F
OperatorProposal.*                    U    0    0    0    0    0    0    0    0    +    F    F    F
OperatorProposalConnection.*          U    e    e    e    e    e    e    e    e    +    F    F    F
OperatorProposalConnection.pageInfo   U    +    +    +    +    +    +    +    +    +    F    F    F
OperatorProposalEdge.*                U    e    e    e    e    e    e    e    e    +    F    F    F
Organisation.*                        0    0    +    +    +    0    0    0    0    0    +    F    0
Organisation.approvalRules@named      0    0    0    0    0    0    0    e    e    0    0    F    0
Organisation.approvalRules@offer      U    0    e    e    e    e    e    e    e    e    F    F    F
Organisation.domains                  0    0    +    +    +    0    0    0    0    0    0    F    0
Organisation.domains@named            0    0    0    0    0    0    0    e    e    0    0    F    0
Organisation.id                       0    +    +    +    +    0    0    0    0    0    +    F    0
Organisation.invitations              0    0    0    0    +    0    0    0    0    0    0    F    0
Organisation.invitations@named        0    0    0    0    0    0    0    0    e    0    0    F    0
Organisation.invitations@offer        U    0    e    e    e    e    e    e    e    e    F    F    F
Organisation.kind                     0    +    +    +    +    0    0    0    0    0    +    F    0
Organisation.members@named            0    0    0    0    0    0    0    +    +    0    0    F    0
Organisation.members@offer            U    0    e    e    e    e    e    e    e    e    F    F    F
Organisation.name                     0    +    +    +    +    0    0    0    0    0    +    F    0
Organisation.name@named               +    +    +    +    +    +    +    +    +    +    +    F    +
Organisation.name@offer               U    +    e    e    e    e    e    e    e    e    F    F    F
Organisation.transfer                 0    0    +    +    +    0    0    0    0    0    0    F    0
Organisation.transfer@named           0    0    0    0    0    0    0    0    0    0    0    F    0
Organisation.transfer@offer           U    0    e    e    e    e    e    e    e    e    F    F    F
Organisation.trustedWorkloads         0    0    +    +    +    0    0    0    0    0    0    F    0
Organisation.trustedWorkloads@named   0    0    0    0    0    0    0    e    e    0    0    F    0
Organisation.visibility               0    +    +    +    +    0    0    0    0    0    +    F    0
OrganisationMember.*                  0    0    +    +    +    0    0    0    0    0    +    F    0
OrganisationTransfer.*                0    0    +    +    +    0    0    0    0    0    0    F    0
PageInfo.*                            +    +    +    +    +    +    +    +    +    +    +    +    +
Passkey.*                             U    +    +    +    +    +    +    +    +    +    0    F    0
Passkey.lastUsedAt                    U    +    +    +    +    +    +    +    +    +    0    F    0
Payment.*                             U    0    +    +    +    0    0    0    0    0    +    F    0
Payment.actionBy                      U    0    0    0    0    0    0    0    0    0    0    F    0
Payment.bankDetails                   U    0    0    0    0    0    0    0    0    0    0    F    0
Payment.failureCode                   U    0    0    0    0    0    0    0    0    0    0    F    0
Payment.invoice                       U    0    0    0    0    0    0    0    0    0    0    F    0
Person.*                              +    +    +    +    +    +    +    +    +    +    +    +    +
PaymentConnection.*                   U    X    +    +    +    X    X    X    X    X    +    F    X
PaymentEdge.*                         U    X    +    +    +    X    X    X    X    X    +    F    X
Refund.*                              U    X    e    e    e    X    X    X    X    X    e    F    X
RefundConnection.*                    U    X    +    +    +    X    X    X    X    X    +    F    X
RefundConnection.edges                U    X    e    e    e    X    X    X    X    X    e    F    X
RefundConnection.nodes                U    X    e    e    e    X    X    X    X    X    e    F    X
RefundEdge.*                          U    X    e    e    e    X    X    X    X    X    e    F    X
SavedPaymentMethod.*                  U    X    +    +    +    X    X    X    X    X    +    F    X
SavedPaymentMethod.setupUrl           U    X    0    0    0    X    X    X    X    X    0    F    X
InKindContribution.*                  U    0    +    +    +    0    +    0    0    0    +    F    0
InKindContribution.endedAt            U    0    0    0    0    0    0    0    0    0    0    F    0
InKindContribution.endReason          U    0    0    0    0    0    0    0    0    0    0    F    0
InKindContribution.organisation       U    0    +    +    +    0    0    0    0    0    +    F    0
InKindContributionConnection.*        U    X    +    +    +    X    X    X    X    X    +    F    X
InKindContributionEdge.*              U    X    +    +    +    X    X    X    X    X    +    F    X
InKindDelivery.*                      U    0    +    +    +    0    +    0    0    0    +    F    0
InKindSum.*                           +    +    +    +    +    +    +    +    +    +    +    +    +
PledgeQuote.*                         +    +    +    +    +    +    +    +    +    +    +    +    +
StandingOffer.*                       U    0    +    +    +    0    0    0    0    0    +    F    0
StandingOffer.endedAt                 U    0    0    0    0    0    0    0    0    0    0    F    0
StandingOffer.pledge                  U    0    0    0    0    0    0    0    0    0    0    F    0
StandingOffer.purchaseOrder           U    0    0    0    0    0    0    0    0    0    0    F    0
StandingOffer.refusalCode             U    0    0    0    0    0    0    0    0    0    0    F    0
StandingOfferConnection.*             U    X    +    +    +    X    X    X    X    X    +    F    X
StandingOfferEdge.*                   U    X    +    +    +    X    X    X    X    X    +    F    X
WaitingOffers.*                       0    0    +    +    +    0    0    0    0    0    +    0    0
AdoptionCall.*                        +    +    +    +    +    +    +    +    +    +    +    +    +
AdoptionCall.endedAt                  0    0    0    0    0    0    0    0    0    0    0    0    0
AdoptionCall.organisation             0    0    0    0    0    0    0    0    0    0    0    0    0
AdoptionCall.answers                  0    +    +    +    +    +    +    +    +    +    0    0    0
AdoptionCall.exposedOrganisationsAtLeast 0    +    +    +    +    +    +    +    +    +    0    0    0
AdoptionCallConnection.*              +    +    +    +    +    +    +    +    +    +    +    +    +
AdoptionCallEdge.*                    +    +    +    +    +    +    +    +    +    +    +    +    +
AdoptionAnswer.*                      0    +    +    +    +    e    e    e    e    e    0    0    0
AdoptionAnswerConnection.*            0    +    +    +    +    e    e    e    e    e    0    0    0
AdoptionAnswerConnection.pageInfo     0    +    +    +    +    +    +    +    +    +    0    0    0
AdoptionAnswerEdge.*                  0    +    +    +    +    e    e    e    e    e    0    0    0
DependencyAlert.*                     U    X    +    +    +    X    X    X    X    X    +    F    X
DependencyAlertConnection.*           U    X    +    +    +    X    X    X    X    X    +    F    X
DependencyAlertEdge.*                 U    X    +    +    +    X    X    X    X    X    +    F    X
DependencyAlertsOff.*                 U    X    +    +    +    X    X    X    X    X    +    F    X
DependencyAlertsOff.offForMe          U    X    e    e    e    X    X    X    X    X    e    F    X
ProjectUpkeep.*                       0    0    0    0    0    0    +    0    0    0    0    0    0
ProjectUpkeep.advice                  0    0    0    0    0    0    e    0    0    0    0    0    0
Pledge.*                              U    0    +    +    +    0    0    0    0    0    +    F    0
PledgeConnection.*                    U    X    +    +    +    X    X    X    X    X    +    F    X
PledgeEdge.*                          U    X    +    +    +    X    X    X    X    X    +    F    X
Pledge.purchaseOrder                  U    0    0    0    0    0    0    0    0    0    0    F    0
TrancheCommitment.*                   U    0    +    +    +    0    0    0    0    0    +    F    0
TrancheCommitment.approvedAt          U    0    0    0    0    0    0    0    0    0    0    F    0
TrancheCommitment.endedAt             U    0    0    0    0    0    0    0    0    0    0    F    0
TrancheCommitment.endReason           U    0    0    0    0    0    0    0    0    0    0    F    0
TrancheCommitment.purchaseOrder       U    0    0    0    0    0    0    0    0    0    0    F    0
TrancheCommitmentConnection.*         U    X    +    +    +    X    X    X    X    X    +    F    X
TrancheCommitmentEdge.*               U    X    +    +    +    X    X    X    X    X    +    F    X
Tranche.*                             U    0    +    +    +    0    0    0    0    0    +    F    0
Tranche.dueAt                         U    0    0    0    0    0    0    0    0    0    0    F    0
RecurringPledge.*                     U    0    +    +    +    0    0    0    0    0    +    F    0
RecurringPledge.daysUntilDue          U    0    0    0    0    0    0    0    0    0    0    F    0
RecurringPledge.purchaseOrder         U    0    0    0    0    0    0    0    0    0    0    F    0
RecurringPledge.endedAt               U    0    0    0    0    0    0    0    0    0    0    F    0
RecurringPledge.endsAt                U    0    0    0    0    0    0    0    0    0    0    F    0
RecurringPledge.paymentUrl            U    0    0    0    0    0    0    0    0    0    0    F    0
RecurringPledgeConnection.*           U    X    +    +    +    X    X    X    X    X    +    F    X
RecurringPledgeEdge.*                 U    X    +    +    +    X    X    X    X    X    +    F    X
CommitmentChange.*                    U    0    +    +    +    0    0    0    0    0    +    F    0
MonthOfCommitments.*                  0    0    0    0    0    0    +    0    0    0    0    0    0
MonthOfCommitments.amounts            0    0    0    0    0    0    e    0    0    0    0    0    0
Product.*                             0    0    +    +    +    0    0    0    0    0    +    F    0
Product.archivedAt                    0    0    0    0    0    0    0    0    0    0    0    F    0
Project.*                             +    +    +    +    +    +    +    +    +    +    +    +    +
Project.upkeep                        0    0    0    0    0    0    +    0    0    0    0    0    0
Project.waitingOffers                 0    0    0    0    0    0    0    0    0    0    0    0    0
Project.waitingOffers@idle            0    0    +    +    +    0    0    0    0    0    +    0    0
Project.standing                      0    +    +    +    +    +    +    +    +    +    0    0    0
Project.demand                        0    0    0    0    0    0    +    0    0    0    0    0    0
ProjectDemand.*                       0    0    0    0    0    0    +    0    0    0    0    0    0
Project.homepageUrl                   0    0    0    0    0    0    0    0    0    0    0    0    0
ProjectConnection.*                   +    +    +    +    +    +    +    +    +    +    +    +    +
ProjectEdge.*                         +    +    +    +    +    +    +    +    +    +    +    +    +
Query.auditConsistency                0    0    0    0    0    0    0    0    0    0    0    0    0
Query.auditHead                       +    +    +    +    +    +    +    +    +    +    +    +    +
Query.claim                           U    0    0    0    0    0    +    0    0    0    F    F    F
Query.claims                          U    +    +    +    +    +    +    +    +    +    F    F    F
Query.claimsOf                        U    X    X    X    X    X    +    X    X    +    F    F    F
Query.claimsToResolve                 U    F    F    F    F    F    F    F    F    +    F    F    F
Query.projectPackages                 +    +    +    +    +    +    +    +    +    +    +    +    +
Query.exportFundingManifest           +    +    +    +    +    +    +    +    +    +    +    +    +
Query.coverage                        +    +    +    +    +    +    +    +    +    +    +    +    +
Query.history                         0    0    +    +    +    0    0    0    0    0    +    F    0
Query.ledgerInvariants                U    F    F    F    F    F    F    F    F    +    F    F    F
Query.milestonesAwaitingReview        U    +    +    +    +    +    +    +    +    +    F    F    F
Query.moneyOfNeed                     +    +    +    +    +    +    +    +    +    +    +    +    +
Query.need                            +    +    +    +    +    +    +    +    +    +    +    +    +
Query.node                            0    0    +    +    +    0    0    0    0    0    +    F    0
Query.operatorProposal                U    0    0    0    0    0    0    0    0    +    F    F    F
Query.operatorProposals               U    +    +    +    +    +    +    +    +    +    F    F    F
Query.operatorRights                  U    +    +    +    +    +    +    +    +    +    F    F    F
Query.organisationBalance             U    X    +    +    +    X    X    X    X    X    +    F    X
Query.billingDetails                  U    X    X    +    +    X    X    X    X    X    F    F    F
Query.invoices                        U    X    +    +    +    X    X    X    X    X    +    F    X
Query.savedPaymentMethods             U    X    +    +    +    X    X    X    X    X    +    F    X
Query.unappliedMoney                  U    X    e    e    e    X    X    X    X    X    e    F    X
Query.balancePayments                 U    X    +    +    +    X    X    X    X    X    +    F    X
Query.organisationRefunds             U    X    +    +    +    X    X    X    X    X    +    F    X
Query.findings                        U    F    F    F    F    F    F    F    F    +    F    F    F
Query.refundsToReview                 U    F    F    F    F    F    F    F    F    +    F    F    F
Query.bankEntries                     U    F    F    F    F    F    F    F    F    +    F    F    F
Query.transfersByBank                 U    F    F    F    F    F    F    F    F    e    F    F    F
Query.expectedBankPayments            U    F    F    F    F    F    F    F    F    e    F    F    F
Query.inKindContribution              U    0    +    +    +    0    +    0    0    0    +    F    0
Query.needInKindContributions         +    +    +    +    +    +    +    +    +    +    +    +    +
Query.organisationInKindContributions U    X    +    +    +    X    X    X    X    X    +    F    X
Query.organisationPledges             U    X    +    +    +    X    X    X    X    X    +    F    X
Query.standingOffer                   U    0    +    +    +    0    0    0    0    0    +    F    0
Query.standingOffers                  U    X    +    +    +    X    X    X    X    X    +    F    X
Query.adoptionCalls                   +    +    +    +    +    +    +    +    +    +    +    +    +
Query.adoptionCallsOf                 U    X    +    +    +    X    X    X    X    X    +    F    X
Query.dependencyAlerts                U    X    +    +    +    X    X    X    X    X    +    F    X
Query.dependencyAlertsOff             U    X    +    +    +    X    X    X    X    X    +    F    X
Query.trancheCommitment               U    0    +    +    +    0    0    0    0    0    +    F    0
Query.trancheCommitments              U    X    +    +    +    X    X    X    X    X    +    F    X
Query.recurringPledge                 U    0    +    +    +    0    0    0    0    0    +    F    0
Query.recurringPledges                U    X    +    +    +    X    X    X    X    X    +    F    X
Query.paymentOfPledge                 U    0    +    +    +    0    0    0    0    0    +    F    0
Query.pledgeQuote                     +    +    +    +    +    +    +    +    +    +    +    +    +
Query.paymentsMode                    +    +    +    +    +    +    +    +    +    +    +    +    +
Query.pledge                          U    0    +    +    +    0    0    0    0    0    +    F    0
Query.pledgesAwaitingApproval         U    X    +    +    +    X    X    X    X    X    +    F    X
Query.productsOf                      U    X    +    +    +    X    X    X    X    X    +    F    X
Query.inventoriesOf                   U    X    +    +    +    X    X    X    X    X    +    F    X
Query.componentsOf                    U    X    +    +    +    X    X    X    X    X    +    F    X
Query.inventoryDifference             U    X    +    +    +    X    X    X    X    X    +    F    X
Query.packageUses                     U    X    e    e    e    X    X    X    X    X    e    F    X
Query.projects                        +    +    +    +    +    +    +    +    +    +    +    +    +
Query.publishedNeeds                  +    +    +    +    +    +    +    +    +    +    +    +    +
Query.rankedNeeds                     U    +    +    +    +    +    +    +    +    +    +    F    +
Query.rateLimit                       +    +    +    +    +    +    +    +    +    +    +    +    +
Query.recipientAccount                U    0    0    0    0    0    +    0    0    0    F    F    F
Query.signInProviders                 +    +    +    +    +    +    +    +    +    +    +    +    +
Query.terms                           +    +    +    +    +    +    +    +    +    +    +    +    +
Query.payeeProposals                  U    e    e    e    e    e    e    e    e    e    F    F    F
Query.belowMinimumTransfer            U    e    e    e    e    e    e    e    e    e    F    F    F
Query.fiscalHosts                     +    +    +    +    +    +    +    +    +    +    +    +    +
Query.hostAgreements                  U    X    X    X    X    X    X    X    +    X    F    F    F
Query.projectHostAgreements           U    X    X    X    X    X    +    X    X    X    F    F    F
Query.projectPayouts                  U    +    +    +    +    +    +    +    +    +    F    F    F
Query.projectPayoutsAwaitingApproval  U    X    X    X    X    X    X    X    +    X    F    F    F
Query.reviewPool                      +    +    +    +    +    +    +    +    +    +    +    +    +
Query.reviewPoolGifts                 U    X    +    +    +    X    X    X    X    X    +    F    X
Query.payoutsToMe                     U    +    +    +    +    +    +    +    +    +    F    F    F
Query.transfersToMe                   U    e    e    e    e    e    +    e    e    e    F    F    F
Query.trialBalance                    +    +    +    +    +    +    +    +    +    +    +    +    +
Query.upload                          U    0    +    +    +    0    0    0    0    0    +    +    0
Query.viewer                          U    +    +    +    +    +    +    +    +    +    +    F    +
RankedNeed.*                          U    e    +    +    +    e    e    e    e    e    +    F    e
RankedNeedConnection.*                U    e    +    +    +    e    e    e    e    e    +    F    e
RankedNeedConnection.pageInfo         U    +    +    +    +    +    +    +    +    +    +    F    +
RankedNeedEdge.*                      U    e    +    +    +    e    e    e    e    e    +    F    e
RateLimit.*                           +    +    +    +    +    +    +    +    +    +    +    +    +
RecipientAccount.*                    U    0    0    0    0    0    +    0    0    0    F    F    F
RecipientAccount.requirementsDueAt    U    0    0    0    0    0    0    0    0    0    F    F    F
RecipientAccount.disconnectedAt       U    0    0    0    0    0    0    0    0    0    F    F    F
Session.*                             U    +    +    +    +    +    +    +    +    +    0    F    0
SignInProvider.*                      +    +    +    +    +    +    +    +    +    +    +    +    +
SignUp.*                              U    0    +    0    0    0    +    0    0    0    0    F    0
Terms.*                               +    +    +    +    +    +    +    +    +    +    +    +    +
TermsAcceptance.*                     U    e    +    +    +    e    +    e    +    e    F    F    F
TermsAcceptance.organisationId        U    e    +    +    +    e    0    e    +    e    F    F    F
Payout.*                              U    e    e    e    e    e    +    e    e    e    F    F    F
PayoutConnection.*                    U    +    +    +    +    +    +    +    +    +    F    F    F
PayoutConnection.edges                U    e    e    e    e    e    +    e    e    e    F    F    F
PayoutConnection.nodes                U    e    e    e    e    e    +    e    e    e    F    F    F
PayoutEdge.*                          U    e    e    e    e    e    +    e    e    e    F    F    F
Transfer.*                            U    e    e    e    e    e    +    e    e    e    F    F    F
Transfer.confirmedAt                  U    e    e    e    e    e    0    e    e    e    F    F    F
TrialBalanceLine.*                    +    +    +    +    +    +    +    +    +    +    +    +    +
OrganisationDomain.*                  0    0    +    +    +    0    0    0    0    0    0    F    0
OrganisationDomain.failureCode        0    0    0    0    0    0    0    0    0    0    0    F    0
OrganisationDomain.verifiedAt         0    0    0    0    0    0    0    0    0    0    0    F    0
ProjectSignal.*                       0    +    +    +    +    +    +    +    +    +    0    0    0
ProjectStanding.*                     0    +    +    +    +    +    +    +    +    +    0    0    0
TrustedWorkload.*                     0    0    +    +    +    0    0    0    0    0    0    F    0
TrustedWorkload.jobWorkflowRef        0    0    0    0    0    0    0    0    0    0    0    F    0
TrustedWorkload.productId             0    0    0    0    0    0    0    0    0    0    0    F    0
TrustedWorkload.refPattern            0    0    0    0    0    0    0    0    0    0    0    F    0
Upload.*                              U    0    +    +    +    0    0    0    0    0    +    +    0
Upload.progress                       U    0    0    0    0    0    0    0    0    0    0    0    0
Upload.inventory                      U    0    +    +    +    0    0    0    0    0    +    0    0
Upload.refusal                        U    0    0    0    0    0    0    0    0    0    0    0    0
UploadRefusal.*                       U    0    +    +    +    0    0    0    0    0    +    +    0
UploadRefusal.line                    U    0    0    0    0    0    0    0    0    0    0    0    0
UploadRefusal.column                  U    0    0    0    0    0    0    0    0    0    0    0    0
UploadRefusal.path                    U    0    0    0    0    0    0    0    0    0    0    0    0
UploadProgress.*                      U    0    +    +    +    0    0    0    0    0    +    +    0
Viewer.apiTokens                      U    e    +    e    e    +    e    e    e    e    F    F    F
Viewer.decisionsPausedUntil           U    0    0    0    0    0    0    0    0    0    0    F    0
Viewer.erasure                        U    +    0    0    0    0    0    0    0    0    0    F    0
Viewer.identities                     U    +    +    +    +    +    +    +    +    +    0    F    0
Viewer.mailAddress                    U    0    +    0    0    0    +    0    0    0    0    F    0
Viewer.memberships                    U    e    +    +    +    +    e    +    +    e    F    F    F
Viewer.notificationOptOuts            U    e    e    e    e    e    e    e    e    e    F    F    F
Viewer.notifications                  U    +    +    +    +    +    +    +    +    +    F    F    F
Viewer.operatorRights                 U    e    e    e    e    e    e    e    e    +    0    F    0
Viewer.organisationTransfers          U    +    e    e    e    e    e    e    e    e    F    F    F
Viewer.passkeys                       U    +    +    +    +    +    +    +    +    +    0    F    0
Viewer.person                         U    +    +    +    +    +    +    +    +    +    +    F    +
Viewer.recoveryCodesLeft              U    +    +    +    +    +    +    +    +    +    0    F    0
Viewer.sessions                       U    +    +    +    +    +    +    +    +    +    0    F    0
Viewer.signUp                         U    0    +    0    0    0    +    0    0    0    0    F    0
Viewer.termsAcceptances               U    e    +    +    +    e    +    e    +    e    F    F    F
Viewer.unreadNotificationCount        U    +    +    +    +    +    +    +    +    +    F    F    F
Mutation.acceptInvitation             U    +    +    +    +    +    +    +    +    +    F    F    F
Mutation.acceptMilestone              U    tied tied tied tied tied tied +    tied tied F    F    F
Mutation.setHostTerms                 U    org? org? org? org? org? org? org? +    org? F    F    F
Mutation.applyToHost                  U    mntr mntr mntr mntr mntr +    mntr mntr mntr F    F    F
Mutation.withdrawHostApplication      U    hag? hag? hag? hag? hag? +    hag? hag? hag? F    F    F
Mutation.decideHostApplication        U    hag? hag? hag? hag? hag? hag? hag? +    hag? F    F    F
Mutation.leaveHost                    U    hag? hag? hag? hag? hag? +    hag? hag? hag? F    F    F
Mutation.stayWithHost                 U    hag? hag? hag? hag? hag? +    hag? hag? hag? F    F    F
Mutation.confirmLeavingHost           U    hag? hag? hag? hag? hag? hag? hag? +    wait F    F    F
Mutation.requestProjectPayout         U    mntr mntr mntr mntr mntr +    mntr mntr mntr F    F    F
Mutation.withdrawProjectPayout        U    ppo? ppo? ppo? ppo? ppo? +    ppo? ppo? ppo? F    F    F
Mutation.approveProjectPayout         U    ppo? ppo? ppo? ppo? ppo? ppo? ppo? +    ppo? F    F    F
Mutation.rejectProjectPayout          U    ppo? ppo? ppo? ppo? ppo? ppo? ppo? +    ppo? F    F    F
Mutation.giveToReviewPool             U    org? +    +    +    org? org? org? org? org? F    F    F
Mutation.approveReviewPoolGift        U    rpg? role +    +    rpg? rpg? rpg? rpg? rpg? F    F    F
Mutation.rejectReviewPoolGift         U    rpg? role +    +    rpg? rpg? rpg? rpg? rpg? F    F    F
Mutation.stepBackFromReview           U    tied tied tied tied tied tied +    tied tied F    F    F
Mutation.acceptOrganisationTransfer   U    +    otr? otr? otr? otr? otr? otr? otr? otr? F    F    F
Mutation.acceptPayee                  U    pye? +    pye? pye? pye? pye? pye? pye? pye? F    F    F
Mutation.acceptTerms                  U    +    +    +    +    +    +    +    +    +    F    F    F
Mutation.importFundingManifest        U    mntr mntr mntr mntr mntr +    mntr mntr mntr F    F    F
Mutation.publishFundingManifest       U    fmn? fmn? fmn? fmn? fmn? +    fmn? fmn? fmn? F    F    F
Mutation.discardFundingManifest       U    fmn? fmn? fmn? fmn? fmn? +    fmn? fmn? fmn? F    F    F
Mutation.addPasskey                   U    +    +    +    +    +    +    +    +    +    F    F    F
Mutation.approveOperatorRight         U    opp? opp? opp? opp? opp? opp? opp? opp? +    F    F    F
Mutation.approvePledge                U    plg? role +    +    plg? plg? plg? plg? plg? F    F    F
Mutation.approveTrancheCommitment     U    tcm? role +    +    tcm? tcm? tcm? tcm? tcm? F    F    F
Mutation.rejectTrancheCommitment      U    tcm? role +    +    tcm? tcm? tcm? tcm? tcm? F    F    F
Mutation.commitInTranches             U    org? +    +    +    org? org? org? org? org? F    +    org?
Mutation.endTrancheCommitment         U    tcm? +    +    +    tcm? tcm? tcm? tcm? tcm? F    +    tcm?
Mutation.moveMilestone                U    own  own  own  own  own  +    own  own  own  F    F    F
Mutation.approveRecurringPledge       U    rpl? role +    +    rpl? rpl? rpl? rpl? rpl? F    F    F
Mutation.rejectRecurringPledge        U    rpl? role +    +    rpl? rpl? rpl? rpl? rpl? F    F    F
Mutation.pauseRecurringPledge         U    rpl? role +    +    rpl? rpl? rpl? rpl? rpl? F    F    F
Mutation.resumeRecurringPledge        U    rpl? role +    +    rpl? rpl? rpl? rpl? rpl? F    F    F
Mutation.cancelRecurringPledge        U    rpl? role +    +    rpl? rpl? rpl? rpl? rpl? F    F    F
Mutation.keepOverpayment              U    ivc? role +    +    ivc? ivc? ivc? ivc? ivc? F    F    F
Mutation.keepRecurringPledge          U    rpl? role +    +    rpl? rpl? rpl? rpl? rpl? F    F    F
Mutation.startRecurringPledge         U    org? +    +    +    org? org? org? org? org? F    +    org?
Mutation.beginIdentityLink            U    +    +    +    +    +    +    +    +    +    F    F    F
Mutation.beginPasskeyRegistration     U    +    +    +    +    +    +    +    +    +    F    F    F
Mutation.beginStepUp                  U    +    +    +    +    +    +    +    +    +    F    F    F
Mutation.cancelNeed                   U    own  own  own  own  own  +    own  own  own  F    F    F
Mutation.changeMemberRoles            U    org? role role +    org? org? org? org? org? F    F    F
Mutation.checkClaim                   U    clm? clm? clm? clm? clm? +    clm? clm? clm? F    F    F
Mutation.claimProject                 U    +    +    +    +    +    +    +    +    +    F    F    F
Mutation.withdrawClaim                U    clm? clm? clm? clm? clm? +    clm? clm? clm? F    F    F
Mutation.confirmClaim                 U    clm? clm? clm? clm? clm? +    clm? clm? clm? F    F    F
Mutation.contestClaim                 U    clm? clm? clm? clm? clm? +    clm? clm? clm? F    F    F
Mutation.resolveClaim                 U    F    F    F    F    F    F    F    F    +    F    F    F
Mutation.setPackageConfirmed          U    mntr mntr mntr mntr mntr +    mntr mntr mntr F    F    F
Mutation.closeNeed                    U    own  own  own  own  own  +    own  own  own  F    F    F
Mutation.completeSignUp               U    +    +    +    +    +    +    +    +    +    F    F    F
Mutation.confirmMailAddress           +    +    +    +    +    +    +    +    +    +    +    +    +
Mutation.createApiToken               U    org? +    +    +    org? org? org? org? org? F    F    F
Mutation.createNeed                   U    mntr mntr mntr mntr mntr +    mntr mntr mntr F    F    F
Mutation.createOrganisation           U    +    +    +    +    +    +    +    +    +    F    F    F
Mutation.createProduct                U    org? +    +    +    org? org? org? org? org? F    +    org?
Mutation.updateProduct                U    prd? +    +    +    prd? prd? prd? prd? prd? F    +    prd?
Mutation.archiveProduct               U    prd? +    +    +    prd? prd? prd? prd? prd? F    +    prd?
Mutation.restoreProduct               U    prd? +    +    +    prd? prd? prd? prd? prd? F    +    prd?
Mutation.restoreInventory             U    prd? +    +    +    prd? prd? prd? prd? prd? F    +    prd?
Mutation.createRecoveryCodes          U    +    +    +    +    +    +    +    +    +    F    F    F
Mutation.createUpload                 U    prd? +    +    +    prd? prd? prd? prd? prd? F    +    prd?
Mutation.declineOperatorRight         U    opp? opp? opp? opp? opp? opp? opp? opp? +    F    F    F
Mutation.declinePayee                 U    pye? +    pye? pye? pye? pye? pye? pye? pye? F    F    F
Mutation.declineOrganisationTransfer  U    +    otr? otr? otr? otr? otr? otr? otr? otr? F    F    F
Mutation.inviteMember                 U    org? role role +    org? org? org? org? org? F    F    F
Mutation.inviteMemberByMail           U    org? role role +    org? org? org? org? org? F    F    F
Mutation.leaveOrganisation            U    +    +    +    +    +    +    +    +    +    F    F    F
Mutation.markAllNotificationsRead     U    +    +    +    +    +    +    +    +    +    F    F    F
Mutation.markNotificationRead         U    +    +    +    +    +    +    +    +    +    F    F    F
Mutation.proposeOperatorRight         U    F    F    F    F    F    F    F    F    +    F    F    F
Mutation.proposeOrganisationTransfer  U    org? role role +    org? org? org? org? org? F    F    F
Mutation.publishNeed                  U    own  own  own  own  own  +    own  own  own  F    F    F
Mutation.addOrganisationDomain        U    org? role role +    org? org? org? org? org? F    F    F
Mutation.checkOrganisationDomain      U    odm? role role +    odm? odm? odm? odm? odm? F    F    F
Mutation.removeOrganisationDomain     U    odm? role role +    odm? odm? odm? odm? odm? F    F    F
Mutation.registerTrustedWorkload      U    org? role role +    org? org? org? org? org? F    F    F
Mutation.rejectPledge                 U    plg? role +    +    plg? plg? plg? plg? plg? F    F    F
Mutation.removeMember                 U    org? role role +    org? org? org? org? org? F    F    F
Mutation.removePasskey                U    +    +    +    +    +    +    +    +    +    F    F    F
Mutation.removeTrustedWorkload        U    wkl? role role +    wkl? wkl? wkl? wkl? wkl? F    F    F
Mutation.renamePasskey                U    +    +    +    +    +    +    +    +    +    F    F    F
Mutation.removePaymentMethod          U    org? role +    +    org? org? org? org? org? F    F    F
Mutation.retryPayment                 U    pay? role +    +    pay? pay? pay? pay? pay? F    F    F
Mutation.savePaymentMethod            U    org? role +    +    org? org? org? org? org? F    F    F
Mutation.renewOnboardingLink          U    rcp? rcp? rcp? rcp? rcp? +    rcp? rcp? rcp? F    F    F
Mutation.requestChanges               U    tied tied tied tied tied tied +    tied tied F    F    F
Mutation.requestErasure               U    +    +    +    last last open +    last oper F    F    F
Mutation.revokeApiToken               U    api? +    api? api? api? api? api? api? api? F    F    F
Mutation.revokeInvitation             U    inv? inv? inv? +    inv? inv? inv? inv? inv? F    F    F
Mutation.revokeOperatorRight          U    F    F    F    F    F    F    F    F    +    F    F    F
Mutation.revokeOtherSessions          U    +    +    +    +    +    +    +    +    +    F    F    F
Mutation.revokeSession                U    +    +    +    +    +    +    +    +    +    F    F    F
Mutation.setApprovalRules             U    org? role role +    org? org? org? org? org? F    F    F
Mutation.setBillingDetails            U    org? role +    +    org? org? org? org? org? F    F    F
Mutation.setMailAddress               U    +    +    +    +    +    +    +    +    +    F    F    F
Mutation.setMilestonePlan             U    own  own  own  own  own  +    own  own  own  F    F    F
Mutation.setNeedPayees                U    own  own  own  own  own  +    own  own  own  F    F    F
Mutation.setNotificationOptOut        U    +    +    +    +    +    +    +    +    +    F    F    F
Mutation.setOrganisationVisibility    U    org? role role +    org? org? org? org? org? F    F    F
Mutation.startRecipientOnboarding     U    +    +    +    +    +    has  +    +    +    F    F    F
Mutation.startReview                  U    tied tied tied tied tied tied +    tied tied F    F    F
Mutation.submitEvidence               U    upl? upl? upl? upl? upl? +    upl? upl? upl? F    F    F
Mutation.openStandingOffer            U    org? role +    +    org? org? org? org? org? F    F    F
Mutation.withdrawStandingOffer        U    sof? role +    +    sof? sof? sof? sof? sof? F    F    F
Mutation.openAdoptionCall             U    org? role clr  clr  org? org? org? org? org? F    F    F
Mutation.withdrawAdoptionCall         U    adc? role +    +    adc? adc? adc? adc? adc? F    F    F
Mutation.answerAdoptionCall           U    +    +    +    +    +    +    +    +    +    F    F    F
Mutation.setDependencyAlertsOff       U    org? +    +    +    org? org? org? org? org? F    F    F
Mutation.markDependencyAlertsRead     U    org? +    +    +    org? org? org? org? org? F    F    F
Mutation.offerInKind                  U    org? +    +    +    org? org? org? org? org? F    +    org?
Mutation.acceptInKind                 U    ikc? ikc? ikc? ikc? ikc? +    ikc? ikc? ikc? F    F    F
Mutation.declineInKind                U    ikc? ikc? ikc? ikc? ikc? +    ikc? ikc? ikc? F    F    F
Mutation.confirmInKindDelivery        U    ikc? ikc? ikc? ikc? ikc? +    ikc? ikc? ikc? F    F    F
Mutation.withdrawInKind               U    ikc? +    +    +    ikc? ikc? ikc? ikc? ikc? F    +    ikc?
Mutation.submitPledge                 U    org? +    +    +    org? org? org? org? org? F    +    org?
Mutation.topUpBalance                 U    org? role +    +    org? org? org? org? org? F    F    F
Mutation.enterBankReceipt             U    F    F    F    F    F    F    F    F    +    F    F    F
Mutation.enterBankPayout              U    F    F    F    F    F    F    F    F    +    F    F    F
Mutation.confirmBankEntry             U    F    F    F    F    F    F    F    F    +    F    F    F
Mutation.rejectBankEntry              U    F    F    F    F    F    F    F    F    +    F    F    F
Mutation.unlinkIdentity               U    +    +    +    +    +    +    +    +    +    F    F    F
Mutation.useRecoveryCode              U    +    +    +    +    +    +    +    +    +    F    F    F
Mutation.withdrawErasure              U    +    +    +    +    +    +    +    +    +    F    F    F
Mutation.withdrawOperatorRight        U    opp? opp? opp? opp? opp? opp? opp? opp? +    F    F    F
Mutation.withdrawOrganisationTransfer U    otr? otr? otr? +    otr? otr? otr? otr? otr? F    F    F
Mutation.withdrawPledge               U    plg? +    +    +    plg? plg? plg? plg? plg? F    +    plg?
`;

export const MATRIX: readonly Row[] = TABLE.trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [coordinate, ...cells] = line.trim().split(/ +/);
    if (cells.length !== PRINCIPALS.length) throw new Error(`${coordinate!} has ${String(cells.length)} cells`);
    return { coordinate: coordinate!, outcomes: cells.map((cell) => CODES[cell] ?? cell) };
  });
