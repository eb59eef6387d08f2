export {
  TEST_ACTOR,
  TEST_SERVER_VARIABLE,
  TEST_TEMPLATE_VARIABLE,
  openTestDatabase,
  type TestDatabase,
} from './test-database.js';
