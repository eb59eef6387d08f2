export { GitTrial, sshKeyIn, type TrialPerson } from './git-trial.js';
export {
  TEST_ACTOR,
  TEST_SERVER_VARIABLE,
  TEST_TEMPLATE_VARIABLE,
  openTestDatabase,
  type TestDatabase,
} from './test-database.js';
