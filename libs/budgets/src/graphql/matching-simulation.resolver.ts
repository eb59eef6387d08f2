import { Args, Query, Resolver } from '@nestjs/graphql';
import { readMatchingRound, simulateRound, type RoundLimits } from '#libs/allocation';
import { MatchingSimulationType, SimulateMatchingPoolInput } from './matching-simulation.type.js';

/** What an answer of this size takes: some hundredths of a second. Larger rounds are for the command line. */
const LIMITS: RoundLimits = { projects: 100, contributions: 500, pairs: 20_000 };

@Resolver()
export class MatchingSimulationResolver {
  @Query(() => MatchingSimulationType, {
    description:
      'How a matching pool would be split over projects by what organisations give to them. Nothing is stored and no money moves.',
  })
  simulateMatchingPool(@Args('input') input: SimulateMatchingPoolInput): MatchingSimulationType {
    const round = readMatchingRound(input, LIMITS);
    return MatchingSimulationType.from(round, simulateRound(round), input.currency);
  }
}
