import { Injectable, type OnModuleInit } from '@nestjs/common';
import { dependencyAlertsDue, maintainershipChanged, needPublished, roleCommentOpened } from '#platform/contracts';
import { asId } from '#platform/kernel';
import { Consumers } from '#platform/queue';
import { DependencyAlerts } from './dependency-alerts.service.js';

@Injectable()
export class DependencyAlertsJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly alerts: DependencyAlerts,
  ) {}

  onModuleInit(): void {
    const { consumers, alerts } = this;
    consumers.inTransaction('offers.alert-of-need', needPublished, (tx, { needId }) =>
      alerts.needPosted(tx, asId(needId)),
    );
    consumers.inTransaction('offers.alert-of-people', maintainershipChanged, (tx, { hasBegun, projectId, claimId }) =>
      hasBegun
        ? alerts.maintainerCame(tx, asId(projectId), asId(claimId))
        : alerts.maintainerLeft(tx, asId(projectId), asId(claimId)),
    );
    consumers.inTransaction('offers.alert-of-role-request', roleCommentOpened, (tx, { projectId, grantId, openedAt }) =>
      alerts.roleRequestOpened(tx, asId(projectId), { grantId: asId(grantId), openedAt }),
    );
    consumers.inTransaction('offers.tell-alerts', dependencyAlertsDue, (tx, { organisationId, projectId, day }) =>
      alerts.tell(tx, asId(organisationId), asId(projectId), day),
    );
  }
}
